package io.github.udpchat.internal.recovery;

import java.util.Arrays;

/**
 * Packet numbers that one ACK acknowledges, as 1 to {@value #MOST} ranges, from the newest to the oldest. Between two ranges
 * is at least one number that belongs to neither. A value: it never changes.
 */
public final class AckRanges {

    /** Most ranges of one ACK. More are malformed; a receiver that has more tells the newest. */
    public static final int MOST = 32;

    /** Largest and smallest number of each range: 9, 7, 4, 4 stands for 9 to 7, and 4. */
    private final long[] edges;

    /** Takes the array for its own; whoever calls has seen to its form. */
    AckRanges(long... edges) {
        this.edges = edges;
    }

    /**
     * Reads the fields of an ACK frame (PROTOCOL.md, section 2.8; RFC 9000 section 19.3.1).
     *
     * @param largest        the largest number acknowledged
     * @param first          how many numbers directly below it are, too
     * @param gapsAndLengths for each further range the gap above it, and how many numbers it has besides its largest
     * @throws AcknowledgementException if there are more than {@value #MOST} ranges, or a field or a number is below 0
     */
    public static AckRanges ofFields(long largest, long first, long... gapsAndLengths)
            throws AcknowledgementException {
        if (gapsAndLengths.length % 2 != 0) {
            throw new IllegalArgumentException("a gap without a length");
        }
        if (gapsAndLengths.length / 2 >= MOST) {
            throw new AcknowledgementException((gapsAndLengths.length / 2 + 1) + " ranges in one ACK");
        }
        long[] edges = new long[2 + gapsAndLengths.length];
        edges[0] = largest;
        edges[1] = below(largest, first);
        for (int i = 2; i < edges.length; i += 2) {
            edges[i] = below(edges[i - 1] - 2, gapsAndLengths[i - 2]);
            edges[i + 1] = below(edges[i], gapsAndLengths[i - 1]);
        }
        return new AckRanges(edges);
    }

    /** Compares before it subtracts, so that nothing overflows. */
    private static long below(long number, long distance) throws AcknowledgementException {
        if (distance < 0 || distance > number) {
            throw new AcknowledgementException("an ACK reaches " + distance + " below " + number);
        }
        return number - distance;
    }

    /** {@return how many ranges there are} */
    public int size() {
        return edges.length / 2;
    }

    /** {@return the largest number of a range; range 0 is the newest} */
    public long largest(int range) {
        return edges[2 * range];
    }

    /** {@return the smallest number of a range} */
    public long smallest(int range) {
        return edges[2 * range + 1];
    }

    /** {@return the largest number of all} */
    public long largest() {
        return largest(0);
    }

    /** {@return the field <i>length</i> of a range, for range 0 the field <i>first</i>: its numbers besides the largest} */
    public long lengthField(int range) {
        return largest(range) - smallest(range);
    }

    /** {@return the field <i>gap</i> of a range from 1 on: the numbers between it and the newer one, less one} */
    public long gapField(int range) {
        return smallest(range - 1) - largest(range) - 2;
    }

    /** {@return whether a number is acknowledged} */
    public boolean contains(long number) {
        for (int range = 0; range < size() && number <= largest(range); range++) {
            if (number >= smallest(range)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AckRanges that && Arrays.equals(edges, that.edges);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(edges);
    }

    /** {@return for example {@code 9-7 4-4}} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int range = 0; range < size(); range++) {
            text.append(range == 0 ? "" : " ").append(largest(range)).append('-').append(smallest(range));
        }
        return text.toString();
    }
}
