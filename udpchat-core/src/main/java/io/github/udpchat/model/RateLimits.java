package io.github.udpchat.model;

/**
 * How fast a member may speak: two token buckets, one of messages and one of bytes. Each is full at first, holds as much as may
 * be said at once (the burst), and gets so much a second. Of both, a rate and a burst of 0 mean that there is no limit.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder()
 *         .rateLimits(RateLimits.defaults().withMessages(50, 200))
 *         .start();
 * }
 *
 * @param messagesPerSecond 1 to {@value #MOST_MESSAGES}, or 0
 * @param messageBurst      1 to {@value #MOST_MESSAGES}, or 0
 * @param bytesPerSecond    of content; 1 to {@value #MOST_BYTES}, or 0
 * @param byteBurst         1 to {@value #MOST_BYTES}, or 0
 */
public record RateLimits(int messagesPerSecond, int messageBurst, int bytesPerSecond, int byteBurst) {

    /** The highest limit of messages. */
    public static final int MOST_MESSAGES = 1_000_000;

    /** The highest limit of bytes: 1 GiB. */
    public static final int MOST_BYTES = 1 << 30;

    private static final RateLimits DEFAULTS = new RateLimits(10, 20, 16 * 1024, 128 * 1024);
    private static final RateLimits NONE = new RateLimits(0, 0, 0, 0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a number is out of range, or a rate is 0 and its burst is not, or the reverse
     */
    public RateLimits {
        check("messagesPerSecond", messagesPerSecond, "messageBurst", messageBurst, MOST_MESSAGES);
        check("bytesPerSecond", bytesPerSecond, "byteBurst", byteBurst, MOST_BYTES);
    }

    private static void check(String rateName, int rate, String burstName, int burst, int most) {
        if (rate < 0 || rate > most || burst < 0 || burst > most || rate == 0 != (burst == 0)) {
            throw new IllegalArgumentException(rateName + " and " + burstName + " must be 1 to " + most
                    + ", or both 0 for no limit, were " + rate + " and " + burst);
        }
    }

    /** {@return 10 messages a second and 20 at once, 16 KiB a second and 128 KiB at once} */
    public static RateLimits defaults() {
        return DEFAULTS;
    }

    /** {@return no limits} */
    public static RateLimits none() {
        return NONE;
    }

    /**
     * The same limits but for messages.
     *
     * @param perSecond 1 to {@value #MOST_MESSAGES}, or 0
     * @param burst     1 to {@value #MOST_MESSAGES}, or 0
     * @return a copy with these
     * @throws IllegalArgumentException if one is out of range, or one of them alone is 0
     */
    public RateLimits withMessages(int perSecond, int burst) {
        return new RateLimits(perSecond, burst, bytesPerSecond, byteBurst);
    }

    /**
     * The same limits but for bytes.
     *
     * @param perSecond 1 to {@value #MOST_BYTES}, or 0
     * @param burst     1 to {@value #MOST_BYTES}, or 0
     * @return a copy with these
     * @throws IllegalArgumentException if one is out of range, or one of them alone is 0
     */
    public RateLimits withBytes(int perSecond, int burst) {
        return new RateLimits(messagesPerSecond, messageBurst, perSecond, burst);
    }
}
