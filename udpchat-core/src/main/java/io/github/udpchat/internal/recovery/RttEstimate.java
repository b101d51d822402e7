package io.github.udpchat.internal.recovery;

import java.util.concurrent.TimeUnit;

/**
 * How long a packet and its acknowledgement take on one path: RFC 9002 section 5. Owned by one {@link Recovery}. Like
 * {@link CongestionWindow} it knows packets by the order in which they were sent.
 */
final class RttEstimate {

    /** What is assumed before the first sample (RFC 9002 section 6.2.2). */
    static final long INITIAL_NANOS = TimeUnit.MILLISECONDS.toNanos(333);

    /** No timer is finer than this: kGranularity. */
    private static final long GRANULARITY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long NOT_YET = Long.MAX_VALUE;

    private final long ignoredUntil;
    private long sampledSince = NOT_YET;
    private long latest;
    private long min;
    private long smoothed = INITIAL_NANOS;
    private long variation = INITIAL_NANOS / 2;

    /** Nothing is known yet. Packets up to that order say nothing: they were sent on another path (RFC 9000 section 9.4). */
    RttEstimate(long ignoredUntil) {
        this.ignoredUntil = ignoredUntil;
    }

    /**
     * A packet was acknowledged.
     *
     * @param sent       its order
     * @param newestSent the order of the packet that was sent last
     * @param sample     how long after it was sent
     * @param delay      how long its receiver says that it has kept the acknowledgement
     */
    void onSample(long sent, long newestSent, long sample, long delay) {
        if (sent <= ignoredUntil) {
            return;
        }
        latest = sample;
        if (sampledSince == NOT_YET) {
            sampledSince = newestSent;
            min = sample;
            smoothed = sample;
            variation = sample / 2;
            return;
        }
        min = Math.min(min, sample);
        long capped = Math.clamp(delay, 0, ReceivedPackets.MAX_ACK_DELAY_NANOS);
        long adjusted = sample - min >= capped ? sample - capped : sample;
        // In this order, as in appendix A.7 and RFC 6298; section 5.3 shows them the other way round.
        variation = (3 * variation + Math.abs(smoothed - adjusted)) / 4;
        smoothed = (7 * smoothed + adjusted) / 8;
    }

    /** {@return whether there was a sample when the packet of that order was sent} */
    boolean wasSampledBefore(long order) {
        return order > sampledSince;
    }

    /** {@return whether there was a sample, on the present path} */
    boolean isSampled() {
        return sampledSince != NOT_YET;
    }

    long smoothedNanos() {
        return smoothed;
    }

    /** After persistent congestion the path may be another one (section 5.2). */
    void onPersistentCongestion() {
        min = latest;
    }

    /** {@return how long after sending a packet is lost, if a later one has arrived (section 6.1.2)} */
    long lossDelayNanos() {
        long rtt = Math.max(latest, smoothed);
        return Math.max(rtt + rtt / 8, GRANULARITY_NANOS);
    }

    /** {@return the probe timeout, before it is doubled (section 6.2.1)} */
    long probeTimeoutNanos() {
        return smoothed + Math.max(4 * variation, GRANULARITY_NANOS) + ReceivedPackets.MAX_ACK_DELAY_NANOS;
    }
}
