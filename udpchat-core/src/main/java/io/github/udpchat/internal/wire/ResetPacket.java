package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * A server does not know a session any more: RESET of PROTOCOL.md, section 2.7.
 *
 * @param sessionId which session
 * @param token     proves that it is the server that says so
 */
public record ResetPacket(long sessionId, Token16 token) {

    /** How long it is, exactly: less than the shortest DATA, which is what it answers. */
    public static final int BYTES = 25;

    /** {@return the packet, or null if it has not the right length} */
    public static @Nullable ResetPacket read(ByteBuffer datagram) {
        if (datagram.remaining() != BYTES) {
            return null;
        }
        ByteBuffer in = datagram.duplicate();
        in.get();
        return new ResetPacket(in.getLong(), Token16.read(in));
    }

    /** {@return the packet as a datagram} */
    public ByteBuffer write() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.put(PacketType.RESET.code()).putLong(sessionId);
        token.writeTo(out);
        return out.flip();
    }
}
