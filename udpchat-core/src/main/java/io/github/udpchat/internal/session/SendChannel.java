package io.github.udpchat.internal.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.github.udpchat.internal.wire.ChannelId;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a channel: PROTOCOL.md, section 2.9. Owns the messages that wait for their first part to be sent.
 * Owned by one {@link Outgoing}.
 */
final class SendChannel {

    private final long id;
    private final Queue<OutMessage> waiting = new ArrayDeque<>(0);
    private int waitingBytes;
    private long nextNumber;
    private long creditLimit;
    private final Queue<OutMessage> underWay = new ArrayDeque<>(0);
    private boolean ended;

    SendChannel(long id, long creditLimit) {
        this.id = id;
        this.creditLimit = creditLimit;
    }

    long id() {
        return id;
    }

    boolean isReliable() {
        return ChannelId.classOf(id) != ChannelId.Class.LATEST;
    }

    /** {@return whether its messages count for the session's credit} */
    boolean usesSessionCredit() {
        return isReliable() && id != ChannelId.CONTROL;
    }

    /** Takes a message; returns what it replaces, which only happens where nothing but the latest counts. */
    @Nullable
    OutMessage add(Holdings.Held content) {
        OutMessage replaced = isReliable() ? null : dropOldest();
        waiting.add(new OutMessage(this, content));
        waitingBytes += content.message().remaining();
        return replaced;
    }

    /**
     * The peer allows messages with numbers below a limit. A lower limit than before came late, and means nothing. Returns
     * whether it is higher.
     */
    boolean allow(long limit) {
        boolean more = limit > creditLimit;
        creditLimit = Math.max(creditLimit, limit);
        return more;
    }

    /** {@return the message that may begin, if there is one and the peer's credit for the channel allows it} */
    @Nullable
    OutMessage next() {
        return isReliable() && nextNumber >= creditLimit ? null : waiting.peek();
    }

    /** {@return the number that the next message will have} */
    long nextNumber() {
        return nextNumber;
    }

    /** Gives up what waits, and returns it. */
    List<OutMessage> drain() {
        List<OutMessage> given = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        return given;
    }

    /** Gives up the message that has waited longest, and returns it; null if none waits. */
    @Nullable
    OutMessage dropOldest() {
        OutMessage oldest = waiting.poll();
        waitingBytes -= oldest == null ? 0 : oldest.bytes();
        return oldest;
    }

    /** {@return how many messages wait} */
    int waiting() {
        return waiting.size();
    }

    /** {@return how many bytes they have} */
    int waitingBytes() {
        return waitingBytes;
    }

    /** The message that was next begins: it has a number from here on, and waits no more. */
    void begin() {
        OutMessage begun = waiting.remove();
        waitingBytes -= begun.bytes();
        begun.begin(nextNumber++);
        if (isReliable()) {
            underWay.add(begun);
        }
    }

    /** A message that had begun has arrived. */
    void arrived(OutMessage message) {
        underWay.remove(message);
    }

    /** {@return whether the first message of all has arrived} */
    boolean hasFirstArrived() {
        // What is under way is in the order of its numbers.
        return nextNumber > 0 && (underWay.isEmpty() || underWay.element().number() > 0);
    }

    /** {@return the messages that have begun and not arrived; what is not reliable is not waited for} */
    Iterable<OutMessage> underWay() {
        return underWay;
    }

    /** Nothing is added any more. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** {@return whether nothing is under way} */
    boolean isIdle() {
        return underWay.isEmpty();
    }
}
