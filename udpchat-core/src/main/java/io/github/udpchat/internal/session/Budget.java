package io.github.udpchat.internal.session;

import java.util.concurrent.TimeUnit;

/**
 * A bound on how often something is done: a token bucket, in the form of the generic cell rate algorithm, of fixed size
 * whoever asks. Owned by what it bounds.
 */
final class Budget {

    private final long intervalNanos;
    private final long burstNanos;

    /** When the bucket will be full again. */
    private long fullAt;

    /** A full bucket that holds {@code burst} and gets so many a second. */
    Budget(int perSecond, int burst) {
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.burstNanos = (burst - 1) * intervalNanos;
    }

    /** {@return whether it may be done now; if so, it counts} */
    boolean take(long now) {
        long begin = Math.max(fullAt, now);
        if (begin - now > burstNanos) {
            return false;
        }
        fullAt = begin + intervalNanos;
        return true;
    }
}
