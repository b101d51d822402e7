package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The server's answer to HELLO: RETRY of PROTOCOL.md, section 2.4.
 *
 * @param nonce     that of HELLO
 * @param cookie    to be sent back
 * @param serverKey the server's static public key, 32 bytes, never changed
 */
public record RetryPacket(Token16 nonce, Cookie cookie, byte[] serverKey) {

    /** How long it is, exactly. */
    public static final int BYTES = 70;

    private static final int KEY_BYTES = 32;

    /** {@return the packet, or null if it has not the right length} */
    public static @Nullable RetryPacket read(ByteBuffer datagram) {
        if (datagram.remaining() != BYTES) {
            return null;
        }
        ByteBuffer in = datagram.duplicate();
        in.get();
        Token16 nonce = Token16.read(in);
        Cookie cookie = Cookie.read(in);
        byte[] serverKey = new byte[KEY_BYTES];
        in.get(serverKey);
        return new RetryPacket(nonce, cookie, serverKey);
    }

    /** {@return the packet as a datagram} */
    public ByteBuffer write() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(PacketType.RETRY.code());
        nonce.writeTo(out);
        cookie.writeTo(out);
        return out.put(serverKey).flip();
    }
}
