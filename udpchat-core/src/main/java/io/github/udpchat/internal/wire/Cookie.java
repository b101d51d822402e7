package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

/**
 * What a server gives to an address, to see that it receives there: PROTOCOL.md, section 2.5. Means nothing to a client.
 *
 * @param keyId which of the server's keys it was made with, 0 to 255
 * @param time  when, in milliseconds of the server's clock, modulo 2^32
 * @param mac   proves both, and what it was made for
 */
public record Cookie(int keyId, int time, Token16 mac) {

    /** {@return the cookie at the buffer's position, which moves behind it} */
    static Cookie read(ByteBuffer from) {
        return new Cookie(Byte.toUnsignedInt(from.get()), from.getInt(), Token16.read(from));
    }

    void writeTo(ByteBuffer to) {
        to.put((byte) keyId).putInt(time);
        mac.writeTo(to);
    }
}
