package io.github.udpchat.internal.recovery;

import java.util.concurrent.TimeUnit;

/**
 * The receiving half: which packets have come, and when the peer must hear of it (PROTOCOL.md, section 2.10). Owned by one
 * side of one session; not safe for several threads.
 *
 * <p>
 * A packet that elicits is acknowledged after {@link #MAX_ACK_DELAY_NANOS} at the latest; at once if it is not the next after
 * the highest, or if it is number {@value #MOST_WAITING} of those that wait. The sender's window plays no part, because a
 * receiver does not know it: a sender with a window of less than that waits for the delay. Packets that don't elicit are told
 * of, but never for their own sake, so that acknowledgements end.
 *
 * <p>
 * Some 110 bytes when idle, at most 600 with {@link AckRanges#MOST} ranges.
 */
public final class ReceivedPackets {

    /** An acknowledgement waits no longer for others, or for a packet that leaves anyway. */
    public static final long MAX_ACK_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** When so many eliciting packets wait to be acknowledged, they are at once. */
    public static final int MOST_WAITING = 8;

    private final ReceivedRanges ranges = new ReceivedRanges();
    private long largestCameAt;
    private long largestWhenLastWasLate = -1;
    private boolean news;
    private int waiting;
    private long ackDeadline = Recovery.NEVER;

    /**
     * An authentic packet has come.
     *
     * @param number    its number, 0 or greater
     * @param eliciting whether it wants to be acknowledged
     */
    public void onReceived(long now, long number, boolean eliciting) {
        long largest = ranges.largest();
        if (number > largest) {
            largestCameAt = now;
        } else {
            largestWhenLastWasLate = largest;
        }
        ranges.add(number);
        news = true;
        if (eliciting) {
            waiting++;
            boolean atOnce = number != largest + 1 || waiting >= MOST_WAITING;
            ackDeadline = Math.min(ackDeadline, atOnce ? now : now + MAX_ACK_DELAY_NANOS);
        }
    }

    /** {@return when an ACK must leave, or {@link Recovery#NEVER}} */
    public long ackDeadline() {
        return ackDeadline;
    }

    /** {@return whether something has come since the last ACK, so that a packet that leaves anyway should carry one} */
    public boolean hasNews() {
        return news;
    }

    /**
     * What an ACK acknowledges now.
     *
     * @throws IllegalStateException if nothing has come yet
     */
    public AckRanges ranges() {
        if (ranges.largest() < 0) {
            throw new IllegalStateException("nothing was received");
        }
        return ranges.toAckRanges();
    }

    /** {@return how long ago the largest number came, for the ACK to tell} */
    public long delayNanos(long now) {
        return now - largestCameAt;
    }

    /** An ACK with {@link #ranges} leaves: nothing waits any more. */
    public void onAckSent() {
        news = false;
        waiting = 0;
        ackDeadline = Recovery.NEVER;
    }

    /**
     * The peer has received an ACK of ours, so that it need not be told the same again (RFC 9000 section 13.2.4). A packet
     * that came late may have come after that ACK had left; one with a larger number is waited for then, which certainly
     * told of it.
     *
     * @param largestItTold the largest number in that ACK
     */
    public void onAckOfAck(long largestItTold) {
        if (largestItTold > largestWhenLastWasLate) {
            ranges.forgetUpTo(largestItTold);
        }
    }
}
