package io.github.udpchat.fuzz;

import java.nio.ByteBuffer;

/** The bytes of a fuzzer as a script: numbers and pieces, one after another. At the end numbers are 0 and pieces empty. */
final class FuzzInput {

    private final ByteBuffer in;

    FuzzInput(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    /** {@return a number from 0 to 255: the next byte} */
    int next() {
        return in.hasRemaining() ? Byte.toUnsignedInt(in.get()) : 0;
    }

    /** {@return a number from 0 to below the bound, which is at most 256} */
    int next(int bound) {
        return next() % bound;
    }

    /** {@return a number from 0 to 65,535: the next two bytes} */
    int nextTwo() {
        return next() << 8 | next();
    }

    /** {@return so many bytes as the next two say, or what is left} */
    byte[] piece() {
        return bytes(nextTwo());
    }

    /** {@return everything that is left} */
    byte[] rest() {
        return bytes(in.remaining());
    }

    private byte[] bytes(int most) {
        byte[] bytes = new byte[Math.min(most, in.remaining())];
        in.get(bytes);
        return bytes;
    }

    /** Changes up to three bytes of a datagram: how many, then for each where (two bytes) and how (one byte). */
    void patch(byte[] datagram) {
        for (int patches = next(4); patches > 0; patches--) {
            datagram[nextTwo() % datagram.length] ^= (byte) next();
        }
    }
}
