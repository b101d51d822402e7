package io.github.udpchat.model;

import java.time.Duration;
import java.util.Objects;

/**
 * How much of what was said a server remembers of each room, so that members who come later, or again, can catch up. What
 * is beyond any of the bounds is forgotten, the oldest first. All rooms together remember at most 64 MiB, or an eighth of the
 * heap if that is less, the oldest message of any room going first.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder().history(History.last(500, Duration.ofHours(12))).start();
 * }
 *
 * @param messages how many messages of a room at most, 0 to 10,000; 0 for none
 * @param age      for how long at most, 1 s to 3,650 days
 * @param bytes    how many bytes of a room's messages at most, each with 256 more than its content has, 0 or more
 */
public record History(int messages, Duration age, long bytes) {

    /** The most messages of a room that a server may remember. */
    public static final int MOST_MESSAGES = 10_000;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final long DEFAULT_BYTES = 256 * 1024;
    private static final int BYTES_OF_A_MESSAGE = 1024;
    private static final History DEFAULTS = new History(100, Duration.ofHours(1), DEFAULT_BYTES);

    /** Checks the ranges. */
    public History {
        if (messages < 0 || messages > MOST_MESSAGES) {
            throw new IllegalArgumentException("messages must be 0 to " + MOST_MESSAGES + ", was " + messages);
        }
        Objects.requireNonNull(age, "age");
        if (age.compareTo(SHORTEST) < 0 || age.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("age must be 1 s to " + LONGEST.toDays() + " days, was " + age);
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be 0 or more, was " + bytes);
        }
    }

    /** {@return what a server remembers unless it is told otherwise: 100 messages, 1 hour, 256 KiB} */
    public static History defaults() {
        return DEFAULTS;
    }

    /** {@return nothing is remembered} */
    public static History none() {
        return new History(0, SHORTEST, 0);
    }

    /**
     * The last messages of each room, with room for 768 bytes of content in each on average, and 256 KiB at least.
     *
     * @param messages how many at most, 0 to 10,000
     * @param age      for how long at most, 1 s to 3,650 days
     * @return that history
     * @throws IllegalArgumentException if one is out of range
     */
    public static History last(int messages, Duration age) {
        return new History(messages, age, Math.max(DEFAULT_BYTES, (long) messages * BYTES_OF_A_MESSAGE));
    }
}
