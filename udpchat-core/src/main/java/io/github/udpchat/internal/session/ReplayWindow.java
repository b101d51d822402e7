package io.github.udpchat.internal.session;

import java.util.Arrays;

/**
 * Which packet numbers were received, as far as it matters: PROTOCOL.md, section 2.6. Owned by one {@link PacketOpener},
 * which moves it only for what is authentic.
 */
final class ReplayWindow {

    /** So many numbers below the highest are remembered; whatever is older counts as received. */
    static final int SIZE = 1024;

    private static final int WORDS = SIZE / Long.SIZE;

    /** A ring of bits: number n at bit n modulo SIZE. */
    private final long[] received = new long[WORDS];
    private long highest = -1;

    /** {@return the largest number received, -1 for none} */
    long highest() {
        return highest;
    }

    /** {@return whether a number is new, and not too old to tell; the number is 0 or greater} */
    boolean isNew(long number) {
        if (number > highest) {
            return true;
        }
        return highest - number < SIZE && (received[word(number)] & bit(number)) == 0;
    }

    /** Takes a new number for received. */
    void add(long number) {
        if (number > highest) {
            forget(highest + 1, number);
            highest = number;
        }
        received[word(number)] |= bit(number);
    }

    /** Clears the bits of numbers that come into the window, from the first to the last. */
    private void forget(long first, long last) {
        if (last - first >= SIZE) {
            Arrays.fill(received, 0);
            return;
        }
        for (long number = first; number <= last; number++) {
            received[word(number)] &= ~bit(number);
        }
    }

    private static int word(long number) {
        return (int) (number / Long.SIZE) & (WORDS - 1);
    }

    private static long bit(long number) {
        return 1L << number;
    }
}
