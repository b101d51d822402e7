package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A server does not speak a client's version: VERSION of PROTOCOL.md, section 2.4.
 *
 * @param nonce    that of HELLO
 * @param versions what the server speaks, 1 to 15 versions
 */
public record VersionPacket(Token16 nonce, List<Integer> versions) {

    private static final int HEADER_BYTES = 18;
    private static final int MOST_VERSIONS = 15;

    /** {@return the packet, or null if it is malformed} */
    public static @Nullable VersionPacket read(ByteBuffer datagram) {
        if (datagram.remaining() < HEADER_BYTES) {
            return null;
        }
        ByteBuffer in = datagram.duplicate();
        in.get();
        Token16 nonce = Token16.read(in);
        int count = Byte.toUnsignedInt(in.get());
        if (count < 1 || count > MOST_VERSIONS || in.remaining() != count * Short.BYTES) {
            return null;
        }
        List<Integer> versions = new ArrayList<>(count);
        while (in.hasRemaining()) {
            versions.add(Short.toUnsignedInt(in.getShort()));
        }
        return new VersionPacket(nonce, List.copyOf(versions));
    }

    /** {@return the packet as a datagram} */
    public ByteBuffer write() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + versions.size() * Short.BYTES);
        out.put(PacketType.VERSION.code());
        nonce.writeTo(out);
        out.put((byte) versions.size());
        versions.forEach(version -> out.putShort(version.shortValue()));
        return out.flip();
    }
}
