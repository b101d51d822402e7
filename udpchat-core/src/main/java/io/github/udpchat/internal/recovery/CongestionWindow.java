package io.github.udpchat.internal.recovery;

/**
 * How many packets may be in flight on one path: NewReno, RFC 9002 section 7, counted in packets. Owned by one
 * {@link Recovery}. It knows packets by the order in which they were sent, so that it needs no time.
 *
 * <pre>
 *   slow start             one more for each that arrives
 *      | a loss            half as many; then nothing changes until a packet arrives that was sent after that (recovery)
 *   congestion avoidance   one more for each window that arrives
 *      | persistent congestion
 *   slow start again, from the least
 * </pre>
 */
final class CongestionWindow {

    /** At first (RFC 9002 section 7.2). */
    static final int INITIAL = 10;

    /** Whatever is lost, so many may be in flight. */
    static final int LEAST = 2;

    /** However well it goes, not more; chat needs no more. */
    static final int MOST = 64;

    private static final long NONE = -1;

    private int packets = INITIAL;
    private int slowStartThreshold = Integer.MAX_VALUE;
    private int arrivedSinceGrowth;
    private long recoveryUntil;

    /** A new window, which packets up to that order do not concern: they were sent on another path. */
    CongestionWindow(long ignoredUntil) {
        this.recoveryUntil = ignoredUntil;
    }

    int packets() {
        return packets;
    }

    /** A packet has arrived while the window was in full use (section 7.8). */
    void onArrived(long order) {
        if (order <= recoveryUntil || packets == MOST) {
            return;
        }
        arrivedSinceGrowth++;
        if (packets < slowStartThreshold || arrivedSinceGrowth >= packets) {
            packets++;
            arrivedSinceGrowth = 0;
        }
    }

    /** Packets are lost: at most one reduction for what was under way together (section 7.3.2). */
    void onLost(long newestLost, long newestSent) {
        if (newestLost > recoveryUntil) {
            recoveryUntil = newestSent;
            slowStartThreshold = packets / 2;
            packets = Math.max(slowStartThreshold, LEAST);
            arrivedSinceGrowth = 0;
        }
    }

    /** For long nothing arrived: section 7.6.2. */
    void onPersistentCongestion() {
        recoveryUntil = NONE;
        packets = LEAST;
        arrivedSinceGrowth = 0;
    }
}
