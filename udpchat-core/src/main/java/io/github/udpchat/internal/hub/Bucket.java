package io.github.udpchat.internal.hub;

import java.util.concurrent.TimeUnit;

/**
 * A token bucket that may owe: it gets so much a second until it is full, and what is spent beyond its content is a debt. In the
 * form of the generic cell rate algorithm. Owned by one {@link Allowance}.
 */
final class Bucket {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private final long burstNanos;
    private final long mostDebtNanos;

    /** When it will be full if nothing more is spent. */
    private long fullAt = Long.MIN_VALUE;

    /**
     * A full bucket.
     *
     * @param perSecond     what it gets in a second, 1 or more
     * @param burst         what it holds
     * @param mostDebtNanos what is spent when it would take longer than this to pay it back is given
     */
    Bucket(long perSecond, long burst, long mostDebtNanos) {
        this.perSecond = perSecond;
        this.burstNanos = Math.max(1, nanos(burst));
        this.mostDebtNanos = mostDebtNanos;
    }

    private long nanos(long amount) {
        return amount * SECOND_NANOS / perSecond;
    }

    /** {@return whether there is anything in it} */
    boolean hasAny(long now) {
        return Math.max(fullAt, now) - now < burstNanos;
    }

    /** Spends something, and returns from when on nothing of it is owed any more: now, if it was there. */
    long spend(long now, long amount) {
        long paidAt = Math.max(fullAt, now) + nanos(amount) - burstNanos;
        fullAt = Math.min(paidAt, now + mostDebtNanos) + burstNanos;
        return Math.max(now, fullAt - burstNanos);
    }

    /** {@return when it will be full if nothing more is spent; may be long ago} */
    long fullAt() {
        return fullAt;
    }
}
