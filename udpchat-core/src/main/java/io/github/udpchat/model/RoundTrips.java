package io.github.udpchat.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * How long a packet and its acknowledgement took in the sessions of a server, as of a moment: of each session the value smoothed
 * as RFC 9002 says. Peers of the classic protocol acknowledge nothing and are not in it, nor is a session before its first
 * acknowledgement at its present address.
 *
 * {@snippet :
 * RoundTrips times = server.stats().roundTrips();
 * System.out.println("of " + times.sessions() + " sessions half answer within " + times.median());
 * }
 *
 * @param sessions how many sessions it is about
 * @param median   what half of them took at most; zero if there are none
 * @param longest  what the slowest of them took; zero if there are none
 */
public record RoundTrips(int sessions, Duration median, Duration longest) {

    /** Those of no session. */
    public static final RoundTrips NONE = new RoundTrips(0, Duration.ZERO, Duration.ZERO);

    /** Checks that nothing is missing. */
    public RoundTrips {
        Objects.requireNonNull(median, "median");
        Objects.requireNonNull(longest, "longest");
    }

    /**
     * Sums up.
     *
     * @param nanos one value for each session, in any order
     * @return the summary
     */
    public static RoundTrips of(long... nanos) {
        if (nanos.length == 0) {
            return NONE;
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new RoundTrips(sorted.length, Duration.ofNanos(sorted[(sorted.length - 1) / 2]),
                Duration.ofNanos(sorted[sorted.length - 1]));
    }
}
