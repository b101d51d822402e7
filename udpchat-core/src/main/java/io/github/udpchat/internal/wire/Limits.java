package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What one side of a session is ready to receive; the payload of the handshake: PROTOCOL.md, section 2.4.
 *
 * @param capabilities       what it knows beyond the first kinds of messages, in bits; others than the constants here mean nothing
 * @param maxMessageBytes    longest message, 1,024 to 65,536
 * @param sessionCreditBytes bytes of content that may come before more is granted, at least twice the longest message, so
 *                           that another fits when half is used up, and at most 2^30
 * @param channelCredit      messages that may come on each channel before more is granted, 1 to 1,024
 * @param idleTimeoutSeconds silence that ends the session, 5 to 600; the smaller of both sides' holds
 */
public record Limits(int capabilities, int maxMessageBytes, int sessionCreditBytes, int channelCredit,
        int idleTimeoutSeconds) {

    /** A capability: the messages of kinds 0x09 to 0x1F, and the channels that come with them. */
    public static final int KNOWS_MODEL = 1;

    /** A capability of a client: it agrees to be in rooms that classic peers hear. */
    public static final int ACCEPTS_PLAINTEXT = 2;

    /** The highest number that there is on the wire. No message has it as its offset, for none could stand behind it. */
    public static final long LAST_OFFSET = Varint.MAX;

    /** How many bytes it has on the wire. */
    public static final int BYTES = 16;

    /** Longest message that anybody may be ready for. */
    public static final int LONGEST_MESSAGE_BYTES = 65_536;

    /** Everybody must be ready for messages of this length: those of the control channel are no longer. */
    public static final int SHORTEST_MESSAGE_BYTES = 1024;

    private static final int MOST_SESSION_CREDIT_BYTES = 1 << 30;
    private static final int MOST_CHANNEL_CREDIT = 1024;
    private static final int SHORTEST_IDLE_TIMEOUT_SECONDS = 5;
    private static final int LONGEST_IDLE_TIMEOUT_SECONDS = 600;

    /** The limits of somebody who knows nothing beyond the first kinds of messages. */
    public Limits(int maxMessageBytes, int sessionCreditBytes, int channelCredit, int idleTimeoutSeconds) {
        this(0, maxMessageBytes, sessionCreditBytes, channelCredit, idleTimeoutSeconds);
    }

    /** {@return the same with these capabilities} */
    public Limits with(int otherCapabilities) {
        return new Limits(
                otherCapabilities, maxMessageBytes, sessionCreditBytes, channelCredit, idleTimeoutSeconds);
    }

    /** {@return whether it has a capability} */
    public boolean has(int capability) {
        return (capabilities & capability) != 0;
    }

    /** {@return the limits at the buffer's position, or null if one is out of range} */
    public static @Nullable Limits read(ByteBuffer in) {
        Limits limits = new Limits(in.getInt(), in.getInt(), in.getInt(), Short.toUnsignedInt(in.getShort()),
                Short.toUnsignedInt(in.getShort()));
        return limits.areInRange() ? limits : null;
    }

    private boolean areInRange() {
        return isBetween(SHORTEST_MESSAGE_BYTES, maxMessageBytes, LONGEST_MESSAGE_BYTES)
                && isBetween(2 * maxMessageBytes, sessionCreditBytes, MOST_SESSION_CREDIT_BYTES)
                && isBetween(1, channelCredit, MOST_CHANNEL_CREDIT)
                && isBetween(SHORTEST_IDLE_TIMEOUT_SECONDS, idleTimeoutSeconds, LONGEST_IDLE_TIMEOUT_SECONDS);
    }

    private static boolean isBetween(int least, int value, int most) {
        return least <= value && value <= most;
    }

    /** Writes them at the buffer's position. */
    public void writeTo(ByteBuffer out) {
        out.putInt(capabilities).putInt(maxMessageBytes).putInt(sessionCreditBytes)
                .putShort((short) channelCredit).putShort((short) idleTimeoutSeconds);
    }

    /** {@return their bytes} */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        writeTo(out);
        return out.array();
    }
}
