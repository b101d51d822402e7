package io.github.udpchat.bench;

import java.util.Arrays;

/** One place in the window: a message on its way to all others. Owned by the {@link Talk}. */
final class Flight {

    private static final long NONE = -1;

    private final boolean[] arrived;
    private long number = NONE;
    private long sentAt;
    private int missing;

    Flight(int peers) {
        arrived = new boolean[peers];
    }

    void start(long newNumber, long now) {
        number = newNumber;
        sentAt = now;
        missing = arrived.length - 1;
        Arrays.fill(arrived, false);
    }

    boolean carries(long someNumber) {
        return number == someNumber;
    }

    boolean isFree() {
        return number == NONE;
    }

    /** {@return whether it is the first copy for this peer} */
    boolean arrive(int peer) {
        if (arrived[peer]) {
            return false;
        }
        arrived[peer] = true;
        missing--;
        return true;
    }

    boolean isComplete() {
        return missing == 0;
    }

    long age(long now) {
        return now - sentAt;
    }

    void end() {
        number = NONE;
    }
}
