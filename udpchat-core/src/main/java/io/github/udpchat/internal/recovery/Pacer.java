package io.github.udpchat.internal.recovery;

/**
 * Spreads packets over a round trip, so that a full window does not leave as one burst: RFC 9002 section 7.7. A leaky bucket
 * that holds {@value #BURST} packets and fills a quarter faster than the window would. Owned by one {@link Recovery}.
 */
final class Pacer {

    /** So many packets may leave at once after a pause. */
    static final int BURST = CongestionWindow.INITIAL;

    /** When the bucket is full again. */
    private long fullAt = Long.MIN_VALUE;

    /** A packet that elicits leaves. */
    void onSent(long now, long rttNanos, int window) {
        fullAt = Math.max(fullAt, now) + betweenNanos(rttNanos, window);
    }

    /** {@return from when on another packet may leave} */
    long nextAt(long rttNanos, int window) {
        return fullAt == Long.MIN_VALUE ? Long.MIN_VALUE : fullAt - (BURST - 1) * betweenNanos(rttNanos, window);
    }

    private static long betweenNanos(long rttNanos, int window) {
        return rttNanos * 4 / (5L * window);
    }
}
