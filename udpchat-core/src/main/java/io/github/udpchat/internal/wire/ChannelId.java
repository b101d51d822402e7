package io.github.udpchat.internal.wire;

/**
 * What the number of a channel tells: PROTOCOL.md, section 2.9. The two lowest bits are the class, the rest counts up.
 */
public final class ChannelId {

    /** The channel that exists from the start. */
    public static final long CONTROL = 0;

    /** Numbers are below this. */
    public static final long END = 1L << 32;

    private static final long CLASS_BITS = 3;
    private static final int COUNT_SHIFT = 2;

    /** How messages on a channel travel. The order is that of the numbers on the wire. */
    public enum Class {
        /** Once, and in the order of their numbers. */
        ORDERED,

        /** Once, each as soon as it is whole. */
        UNORDERED,

        /** Never sent again; only what is newer than the newest is taken. */
        LATEST
    }

    private static final Class[] CLASSES = Class.values();

    private ChannelId() {}

    /** {@return the number of the {@code count}th channel of a class; of the ordered ones, 0 is {@link #CONTROL}} */
    public static long of(long count, Class ofClass) {
        return count << COUNT_SHIFT | ofClass.ordinal();
    }

    /** {@return whether there can be a channel of that number} */
    public static boolean isValid(long channel) {
        return channel >= 0 && channel < END && (channel & CLASS_BITS) < CLASSES.length;
    }

    /** {@return how messages travel on a channel} */
    public static Class classOf(long channel) {
        return CLASSES[(int) (channel & CLASS_BITS)];
    }

    /** {@return the how manyth channel of its class it is} */
    public static long count(long channel) {
        return channel >>> COUNT_SHIFT;
    }
}
