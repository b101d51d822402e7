package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

/**
 * Where things stand in a DATA packet: PROTOCOL.md, section 2.4. Read in place, for most packets are of this kind. What
 * follows the header is sealed, and no business of this class.
 */
public final class DataPacket {

    /** How long the header is, which is the associated data of the seal. */
    public static final int HEADER_BYTES = 18;

    /** How long the tag at the end is. */
    public static final int TAG_BYTES = 16;

    /** The shortest packet: one byte of frames. */
    public static final int MIN_BYTES = HEADER_BYTES + 1 + TAG_BYTES;

    /** How many bytes of frames fit. */
    public static final int MAX_FRAMES_BYTES = PacketType.MAX_DATAGRAM_BYTES - HEADER_BYTES - TAG_BYTES;

    /** Packet numbers are below this, so that no difference of two overflows. */
    public static final long NUMBERS_END = 1L << 62;

    private static final int FLAGS_OFFSET = 1;
    private static final int SESSION_OFFSET = 2;
    private static final int NUMBER_OFFSET = 10;
    private static final byte KEY_PHASE = 1;

    private DataPacket() {}

    /** {@return whether length, flags and number are as they must be: section 2.6, step 1} */
    public static boolean isWellFormed(ByteBuffer datagram) {
        int bytes = datagram.remaining();
        return bytes >= MIN_BYTES
                && bytes <= PacketType.MAX_DATAGRAM_BYTES
                && (datagram.get(datagram.position() + FLAGS_OFFSET) & ~KEY_PHASE) == 0
                && Long.compareUnsigned(number(datagram), NUMBERS_END) < 0;
    }

    /** {@return the key phase's parity, 0 or 1} */
    public static int keyPhase(ByteBuffer datagram) {
        return datagram.get(datagram.position() + FLAGS_OFFSET) & KEY_PHASE;
    }

    /** {@return the session} */
    public static long sessionId(ByteBuffer datagram) {
        return datagram.getLong(datagram.position() + SESSION_OFFSET);
    }

    /** {@return the packet's number} */
    public static long number(ByteBuffer datagram) {
        return datagram.getLong(datagram.position() + NUMBER_OFFSET);
    }

    /** Writes a header at the buffer's position. */
    public static void writeHeader(ByteBuffer out, int keyPhase, long sessionId, long number) {
        out.put(PacketType.DATA.code()).put((byte) keyPhase).putLong(sessionId).putLong(number);
    }
}
