package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A client shows its cookie and begins the handshake: INIT of PROTOCOL.md, section 2.4.
 *
 * @param header   what stands before the handshake's message
 * @param message1 the handshake's first message, {@value #MESSAGE_1_BYTES} bytes, never changed
 * @param filledUp whether all the rest is zero, as it must be
 */
public record InitPacket(Header header, byte[] message1, boolean filledUp) {

    /** How long it is, exactly. */
    public static final int BYTES = PacketType.MAX_DATAGRAM_BYTES;

    /** How long the handshake's first message is. */
    public static final int MESSAGE_1_BYTES = 112;

    /** How many bytes stand before the rest that is zero. */
    public static final int CONTENT_BYTES = Header.BYTES + MESSAGE_1_BYTES;

    /**
     * What an INIT begins with. Both sides put it before the handshake, so that nobody can change it.
     *
     * @param version       the client's version of the protocol
     * @param applicationId the client's application
     * @param nonce         that of HELLO
     * @param cookie        that of RETRY
     */
    public record Header(int version, long applicationId, Token16 nonce, Cookie cookie) {

        static final int BYTES = 48;

        /** What an INIT of this version begins with. */
        public Header(long applicationId, Token16 nonce, Cookie cookie) {
            this(HelloPacket.VERSION, applicationId, nonce, cookie);
        }

        private static Header read(ByteBuffer in) {
            in.get();
            return new Header(Short.toUnsignedInt(in.getShort()), in.getLong(), Token16.read(in), Cookie.read(in));
        }

        private void writeTo(ByteBuffer out) {
            out.put(PacketType.INIT.code()).putShort((short) version).putLong(applicationId);
            nonce.writeTo(out);
            cookie.writeTo(out);
        }

        /** {@return its bytes} */
        public byte[] bytes() {
            ByteBuffer out = ByteBuffer.allocate(BYTES);
            writeTo(out);
            return out.array();
        }
    }

    /** A packet. */
    public InitPacket(Header header, byte[] message1) {
        this(header, message1, true);
    }

    /** {@return the packet, or null if it has not the right length} */
    public static @Nullable InitPacket read(ByteBuffer datagram) {
        if (datagram.remaining() != BYTES) {
            return null;
        }
        ByteBuffer in = datagram.duplicate();
        Header header = Header.read(in);
        byte[] message1 = new byte[MESSAGE_1_BYTES];
        in.get(message1);
        return new InitPacket(header, message1, PacketType.isZeroFrom(CONTENT_BYTES, datagram));
    }

    /** {@return everything that is not filling} */
    public byte[] content() {
        return ByteBuffer.allocate(CONTENT_BYTES).put(header.bytes()).put(message1).array();
    }

    /** {@return the packet as a datagram} */
    public ByteBuffer write() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        header.writeTo(out);
        out.put(message1);
        return out.clear();
    }
}
