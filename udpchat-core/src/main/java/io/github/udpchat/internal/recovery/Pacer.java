package io.github.udpchat.internal.recovery;

/**
 * Spreads packets over a round trip, so that a full window does not leave as one burst: RFC 9002 section 7.7. A leaky bucket
 * that holds {@value #BURST} packets and runs dry a quarter faster than the window would fill it. It counts packets and not
 * time, so that a better estimate of the RTT works at once. Owned by one {@link Recovery}.
 */
final class Pacer {

    /** So many packets may leave at once after a pause. */
    static final int BURST = CongestionWindow.INITIAL;

    private static final double FASTER_THAN_THE_WINDOW = 1.25;

    /** Packets in the bucket, as it was then. */
    private double level;
    private long levelAt;

    /** A packet that elicits leaves. */
    void onSent(long now, long rttNanos, int window) {
        double left = level - (now - levelAt) * perNano(rttNanos, window);
        level = Math.max(0, left) + 1;
        levelAt = now;
    }

    /** {@return from when on another packet may leave} */
    long nextAt(long rttNanos, int window) {
        double tooMany = level - (BURST - 1);
        return tooMany <= 0 ? levelAt : levelAt + (long) Math.ceil(tooMany / perNano(rttNanos, window));
    }

    private static double perNano(long rttNanos, int window) {
        return FASTER_THAN_THE_WINDOW * window / Math.max(1, rttNanos);
    }
}
