package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import io.github.udpchat.model.DropReason;

/**
 * The packets of udpchat/1, told by their first byte: PROTOCOL.md, section 2.4. None of these bytes occurs in UTF-8 (RFC
 * 3629), so a datagram of the classic protocol never begins with one.
 */
public enum PacketType {
    HELLO, RETRY, INIT, ACCEPT, DATA, RESET, VERSION,

    /** The last byte that UTF-8 leaves free; means nothing. */
    NONE;

    /** The longest datagram of the protocol. */
    public static final int MAX_DATAGRAM_BYTES = 1200;

    private static final int FIRST = 0xF8;
    private static final PacketType[] ALL = values();

    /** {@return whether a datagram, which may be empty, belongs to this protocol and not to the classic one} */
    public static boolean isSession(ByteBuffer datagram) {
        return datagram.hasRemaining() && firstByte(datagram) >= FIRST;
    }

    /** {@return what a datagram of this protocol is} */
    public static PacketType of(ByteBuffer datagram) {
        return ALL[firstByte(datagram) - FIRST];
    }

    /** {@return whether a datagram of this type has the right length, and in a VERSION the right form} */
    public boolean hasForm(ByteBuffer datagram) {
        return switch (this) {
            case HELLO, INIT -> datagram.remaining() == MAX_DATAGRAM_BYTES;
            case RETRY -> datagram.remaining() == RetryPacket.BYTES;
            case ACCEPT -> datagram.remaining() == AcceptPacket.BYTES;
            case DATA -> DataPacket.isWellFormed(datagram);
            case RESET -> datagram.remaining() == ResetPacket.BYTES;
            case VERSION -> VersionPacket.read(datagram) != null;
            case NONE -> false;
        };
    }

    /** {@return why a packet of this type is dropped that nobody waits for: its form is judged first} */
    public DropReason unexpected(ByteBuffer datagram) {
        return hasForm(datagram) ? DropReason.UNEXPECTED : DropReason.MALFORMED;
    }

    private static int firstByte(ByteBuffer datagram) {
        return Byte.toUnsignedInt(datagram.get(datagram.position()));
    }

    /** {@return the first byte of such a packet} */
    public byte code() {
        return (byte) (FIRST + ordinal());
    }

    /** {@return whether all bytes from an offset on are zero, as where a packet is only filled up} */
    static boolean isZeroFrom(int offset, ByteBuffer datagram) {
        int position = datagram.position() + offset;
        for (; position + Long.BYTES <= datagram.limit(); position += Long.BYTES) {
            if (datagram.getLong(position) != 0) {
                return false;
            }
        }
        for (; position < datagram.limit(); position++) {
            if (datagram.get(position) != 0) {
                return false;
            }
        }
        return true;
    }
}
