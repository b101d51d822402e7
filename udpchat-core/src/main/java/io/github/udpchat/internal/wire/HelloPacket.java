package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A client asks for a cookie: HELLO of PROTOCOL.md, section 2.4.
 *
 * @param version       the client's version of the protocol
 * @param applicationId the client's application
 * @param nonce         random, new for each attempt
 * @param filledUp      whether all the rest is zero, as it must be in version 1
 */
public record HelloPacket(int version, long applicationId, Token16 nonce, boolean filledUp) {

    /** The only version that there is. */
    public static final int VERSION = 1;

    /** How long it is, exactly. */
    public static final int BYTES = PacketType.MAX_DATAGRAM_BYTES;

    private static final int CONTENT_BYTES = 27;

    /** A packet of this version. */
    public HelloPacket(long applicationId, Token16 nonce) {
        this(VERSION, applicationId, nonce, true);
    }

    /** {@return the packet, or null if it has not the right length} */
    public static @Nullable HelloPacket read(ByteBuffer datagram) {
        if (datagram.remaining() != BYTES) {
            return null;
        }
        ByteBuffer in = datagram.duplicate();
        in.get();
        return new HelloPacket(Short.toUnsignedInt(in.getShort()), in.getLong(), Token16.read(in),
                PacketType.isZeroFrom(CONTENT_BYTES, datagram));
    }

    /** {@return the packet as a datagram} */
    public ByteBuffer write() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(PacketType.HELLO.code()).putShort((short) version).putLong(applicationId);
        nonce.writeTo(out);
        return out.clear();
    }
}
