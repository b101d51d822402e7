package io.github.udpchat.internal.machine;

import java.nio.ByteBuffer;

/**
 * Unpredictable bytes for a machine, which has no randomness of its own: good enough for keys, or a seeded sequence in a
 * simulation.
 */
@FunctionalInterface
public interface Entropy {

    /** Fills an array. */
    void fill(byte[] bytes);

    /** {@return an array of so many bytes} */
    default byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        fill(bytes);
        return bytes;
    }

    /** {@return 64 bits} */
    default long nextLong() {
        return ByteBuffer.wrap(bytes(Long.BYTES)).getLong();
    }
}
