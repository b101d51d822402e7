package io.github.udpchat.model;

import java.time.Duration;
import java.util.Objects;

/**
 * When a client that has lost its session makes another one, on the session protocol: PROTOCOL.md, section 2.13.
 *
 * <p>
 * The time before each try is random, so that the clients of a server that was started again do not come all at once. Each
 * try has 30 seconds, in which the server is spoken to every 2 seconds.
 *
 * {@snippet :
 * ChatClient client = ChatClient.builder()
 *         .server("127.0.0.1", 5000)
 *         .reconnect(ReconnectPolicy.defaults().giveUpAfter(Duration.ofMinutes(10)))
 *         .connect();
 * }
 *
 * @param firstWithin   the longest time before the first try, 0 to 1 hour; by default 5 seconds. Where a message has no
 *                      outcome, and the server does not know the session any more or is silent, the first try comes at once
 * @param longestWithin the longest time between tries, 1 second to 1 hour, not below {@code firstWithin}; by default 30 seconds.
 *                      Each time before a try is at most twice as long as the one before might have been, or 1 second
 * @param giveUpAfter   so long after the loss the client stays disconnected, 0 or more; 0 for at once, by default never
 */
public record ReconnectPolicy(Duration firstWithin, Duration longestWithin, Duration giveUpAfter) {

    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(1);

    /** As good as for ever, and still a number of nanoseconds. */
    private static final Duration NEVER_GIVE_UP = Duration.ofDays(36_500);

    private static final ReconnectPolicy DEFAULTS = new ReconnectPolicy(
            Duration.ofSeconds(5), Duration.ofSeconds(30), NEVER_GIVE_UP);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public ReconnectPolicy {
        check("firstWithin", firstWithin, Duration.ZERO, MOST);
        check("longestWithin", longestWithin, firstWithin.compareTo(LEAST_PAUSE) > 0 ? firstWithin : LEAST_PAUSE, MOST);
        check("giveUpAfter", giveUpAfter, Duration.ZERO, NEVER_GIVE_UP);
    }

    private static void check(String what, Duration value, Duration least, Duration most) {
        Objects.requireNonNull(value, what);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", was " + value);
        }
    }

    /** {@return the policy of a client to which nothing else was said} */
    public static ReconnectPolicy defaults() {
        return DEFAULTS;
    }

    /** {@return the policy of a client whose first session is its last} */
    public static ReconnectPolicy never() {
        return DEFAULTS.giveUpAfter(Duration.ZERO);
    }

    /**
     * Another time before the first try.
     *
     * @param within the longest time before it
     * @return the policy with that, otherwise the same
     * @throws IllegalArgumentException if it is out of range
     */
    public ReconnectPolicy firstWithin(Duration within) {
        return new ReconnectPolicy(within, longestWithin, giveUpAfter);
    }

    /**
     * Another time between tries.
     *
     * @param within the longest time between two
     * @return the policy with that, otherwise the same
     * @throws IllegalArgumentException if it is out of range
     */
    public ReconnectPolicy longestWithin(Duration within) {
        return new ReconnectPolicy(firstWithin, within, giveUpAfter);
    }

    /**
     * An end of trying.
     *
     * @param time the time after the loss of a session
     * @return the policy with that, otherwise the same
     * @throws IllegalArgumentException if it is out of range
     */
    public ReconnectPolicy giveUpAfter(Duration time) {
        return new ReconnectPolicy(firstWithin, longestWithin, time);
    }
}
