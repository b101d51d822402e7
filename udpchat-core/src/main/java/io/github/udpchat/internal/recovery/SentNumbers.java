package io.github.udpchat.internal.recovery;

import java.util.Arrays;

/** Which packet numbers were used, and whether a peer may acknowledge them. Owned by one {@link Recovery}. */
final class SentNumbers {

    /** Numbers left out that are remembered, the newest: whoever acknowledges one of them is found out. */
    static final int MOST_LEFT_OUT = 16;

    private static final long NONE = -1;
    private static final long[] NO_NUMBERS = {};

    /** Empty before the first, as in most idle sessions. */
    private long[] leftOut = NO_NUMBERS;
    private int leftOutCount;
    private long last = NONE;

    void use(long number) {
        if (number <= last) {
            throw new IllegalArgumentException("packet number " + number + " after " + last);
        }
        last = number;
    }

    void leaveOut(long number) {
        use(number);
        if (leftOut.length == 0) {
            leftOut = new long[MOST_LEFT_OUT];
            Arrays.fill(leftOut, NONE);
        }
        leftOut[leftOutCount % MOST_LEFT_OUT] = number;
        leftOutCount++;
    }

    void requireSent(AckRanges acked) throws AcknowledgementException {
        if (acked.largest() > last) {
            throw new AcknowledgementException(acked.largest() + " was acknowledged, and is not yet sent");
        }
        for (long number : leftOut) {
            if (acked.contains(number)) {
                throw new AcknowledgementException(number + " was acknowledged, and left out");
            }
        }
    }
}
