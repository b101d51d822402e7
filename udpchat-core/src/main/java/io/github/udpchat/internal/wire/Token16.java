package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Sixteen bytes that mean nothing but themselves: a nonce, a cookie or a reset token of PROTOCOL.md, section 2.4.
 *
 * @param high the first eight
 * @param low  the last eight
 */
public record Token16(long high, long low) {

    /** How many bytes it has on the wire. */
    public static final int BYTES = 16;

    /** {@return the token at the buffer's position, which moves behind it} */
    public static Token16 read(ByteBuffer from) {
        return new Token16(from.getLong(), from.getLong());
    }

    /** {@return the token that these bytes begin with; at least sixteen} */
    public static Token16 startOf(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    /** Writes it at the buffer's position. */
    public void writeTo(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    /** {@return whether both are the same; takes equally long for every difference, unlike {@link #equals}} */
    public boolean matches(Token16 other) {
        return ((high ^ other.high) | (low ^ other.low)) == 0;
    }

    /** {@return only the first bytes: the whole may be a secret} */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits((int) (high >>> Integer.SIZE)) + "…";
    }
}
