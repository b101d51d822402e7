package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

/** Numbers in the variable-length form of RFC 9000 section 16: 1, 2, 4 or 8 bytes, told by the two top bits of the first. */
final class Varint {

    /** The greatest number that the form has. */
    static final long MAX = (1L << 62) - 1;

    private static final long MAX_ONE_BYTE = (1 << 6) - 1;
    private static final long MAX_TWO_BYTES = (1 << 14) - 1;
    private static final long MAX_FOUR_BYTES = (1L << 30) - 1;

    private Varint() {}

    /** {@return the number at the buffer's position, which moves behind it} */
    static long read(ByteBuffer in) throws MalformedException {
        if (!in.hasRemaining()) {
            throw new MalformedException("a number is missing");
        }
        int first = Byte.toUnsignedInt(in.get(in.position()));
        int length = 1 << (first >>> 6);
        if (in.remaining() < length) {
            throw new MalformedException("a number is cut");
        }
        return switch (length) {
            case 1 -> in.get();
            case 2 -> in.getShort() & MAX_TWO_BYTES;
            case 4 -> in.getInt() & MAX_FOUR_BYTES;
            default -> in.getLong() & MAX;
        };
    }

    /** {@return how many bytes a number takes} */
    static int bytes(long number) {
        if (number <= MAX_ONE_BYTE) {
            return 1;
        }
        if (number <= MAX_TWO_BYTES) {
            return 2;
        }
        return number <= MAX_FOUR_BYTES ? 4 : 8;
    }

    /** Writes a number, 0 to {@link #MAX}, in its shortest form. */
    static void write(ByteBuffer out, long number) {
        if (number < 0 || number > MAX) {
            throw new AssertionError("no varint holds " + number);
        }
        switch (bytes(number)) {
            case 1 -> out.put((byte) number);
            case 2 -> out.putShort((short) (number | 1L << 14));
            case 4 -> out.putInt((int) (number | 2L << 30));
            default -> out.putLong(number | 3L << 62);
        }
    }
}
