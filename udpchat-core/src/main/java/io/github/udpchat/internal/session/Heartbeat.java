package io.github.udpchat.internal.session;

import java.time.Duration;

import io.github.udpchat.internal.machine.Entropy;

/**
 * When a side that has nothing to say sends a PING: PROTOCOL.md, section 2.11. After two thirds of the idle timeout, a tenth
 * more or less, so that many that began together do not stay together. Owned by one {@link Link}.
 */
final class Heartbeat {

    private final long intervalNanos;
    private long dueAt;

    Heartbeat(long now, Duration idleTimeout, Entropy entropy) {
        long twoThirds = idleTimeout.toNanos() * 2 / 3;
        long tenth = twoThirds / 10;
        this.intervalNanos = twoThirds - tenth + Long.remainderUnsigned(entropy.nextLong(), 2 * tenth);
        sent(now);
    }

    /**
     * Something was sent that the peer acknowledges: the next PING is put off. An ACK alone does not put it off (RFC 9000
     * section 10.1.2): on a link that loses much, one that is lost is never said again.
     */
    void sent(long now) {
        dueAt = now + intervalNanos;
    }

    boolean isDue(long now) {
        return now >= dueAt;
    }

    long dueAt() {
        return dueAt;
    }
}
