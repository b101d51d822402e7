package io.github.udpchat.internal.session;

import io.github.udpchat.internal.wire.MalformedException;

/**
 * Which of a client's messages have an outcome already: PROTOCOL.md, section 2.13. A client counts its messages from 1, and
 * may send them again on another session. Owned by the {@link Instances}.
 */
final class MessageCounters {

    /** A client sends no message whose counter is so much above the lowest that has no outcome. */
    static final int WINDOW = 64;

    private long highest;

    /** Bit i: counter highest - i has an outcome. */
    private long done;

    /**
     * Takes a message for relayed.
     *
     * @return whether it is the first time
     */
    boolean isFirst(long counter) throws MalformedException {
        if (counter <= highest - WINDOW) {
            throw new MalformedException("message " + counter + " where " + highest + " was said");
        }
        if (counter > highest) {
            long further = counter - highest;
            done = further >= WINDOW ? 1 : done << further | 1;
            highest = counter;
            return true;
        }
        long bit = 1L << highest - counter;
        boolean first = (done & bit) == 0;
        done |= bit;
        return first;
    }
}
