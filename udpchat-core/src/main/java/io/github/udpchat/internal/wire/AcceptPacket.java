package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The server's answer to INIT: ACCEPT of PROTOCOL.md, section 2.4.
 *
 * @param nonce    that of INIT
 * @param message2 the handshake's second message, {@value #MESSAGE_2_BYTES} bytes, never changed
 */
public record AcceptPacket(Token16 nonce, byte[] message2) {

    /** How long it is, exactly. */
    public static final int BYTES = 113;

    /** How long the handshake's second message is. */
    public static final int MESSAGE_2_BYTES = 96;

    /** {@return the packet, or null if it has not the right length} */
    public static @Nullable AcceptPacket read(ByteBuffer datagram) {
        if (datagram.remaining() != BYTES) {
            return null;
        }
        ByteBuffer in = datagram.duplicate();
        in.get();
        Token16 nonce = Token16.read(in);
        byte[] message2 = new byte[MESSAGE_2_BYTES];
        in.get(message2);
        return new AcceptPacket(nonce, message2);
    }

    /** {@return the packet as a datagram} */
    public ByteBuffer write() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(PacketType.ACCEPT.code());
        nonce.writeTo(out);
        return out.put(message2).flip();
    }
}
