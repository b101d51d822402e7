package io.github.udpchat.internal.recovery;

import java.util.Arrays;

/**
 * Numbers that were received, as at most {@link AckRanges#MOST} ranges, the newest first; when there are more, the oldest is
 * forgotten. Owned by one {@link ReceivedPackets}.
 */
final class ReceivedRanges {

    /** As in {@link AckRanges}; what is behind {@link #size} ranges has no meaning. */
    private long[] edges = new long[2];
    private int size;

    /** {@return the largest number, -1 for none} */
    long largest() {
        return size == 0 ? -1 : edges[0];
    }

    void add(long number) {
        int range = 0;
        while (range < size && smallest(range) - 1 > number) {
            range++;
        }
        // Each range before this one lies more than a number away, so that only the one behind can be joined.
        if (range == size || number > edges[2 * range] + 1) {
            insert(range, number);
        } else if (number > edges[2 * range]) {
            edges[2 * range] = number;
        } else if (number < smallest(range)) {
            edges[2 * range + 1] = number;
            if (range + 1 < size && edges[2 * range + 2] == number - 1) {
                joinWithNext(range);
            }
        }
    }

    private long smallest(int range) {
        return edges[2 * range + 1];
    }

    private void insert(int range, long number) {
        if (range == AckRanges.MOST) {
            return;
        }
        if (size == AckRanges.MOST) {
            size--;
        } else if (2 * size == edges.length) {
            edges = Arrays.copyOf(edges, 2 * edges.length);
        }
        System.arraycopy(edges, 2 * range, edges, 2 * range + 2, 2 * (size - range));
        edges[2 * range] = number;
        edges[2 * range + 1] = number;
        size++;
    }

    private void joinWithNext(int range) {
        edges[2 * range + 1] = smallest(range + 1);
        System.arraycopy(edges, 2 * range + 4, edges, 2 * range + 2, 2 * (size - range - 2));
        size--;
    }

    /** Forgets the ranges that end at a number or below it, but never the newest. */
    void forgetUpTo(long number) {
        int before = size;
        while (size > 1 && edges[2 * size - 2] <= number) {
            size--;
        }
        if (size < before) {
            edges = Arrays.copyOf(edges, 2 * size);
        }
    }

    AckRanges toAckRanges() {
        return new AckRanges(Arrays.copyOf(edges, 2 * size));
    }
}
