package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * A client's messages from the call to their outcome, over all of its sessions: PROTOCOL.md, section 2.13. Each ends in
 * exactly one {@link Delivery}. Owned by one {@link SessionClient}.
 *
 * <p>
 * Messages are said in the order of their counters. Those below {@code next} were said in the present session, those up to
 * {@code lastSaid} in this or an earlier one.
 */
final class PendingSends {

    /** So many messages may wait for an outcome; one more is refused as QUEUE_FULL. */
    static final int MOST = 1024;

    /** So many bytes of them; one more is refused, but one message of any length always may wait. */
    static final int MOST_BYTES = 1024 * 1024;

    /** Those without an outcome by their counters, which rise. */
    private final SequencedMap<Long, Pending> open = new LinkedHashMap<>();

    private long lastCounter;
    private long lastSaid;
    private long next = 1;
    private int bytes;

    private record Pending(ByteBuffer message, CompletableFuture<Delivery> outcome) {}

    /** Takes a message; returns whether there was room. */
    boolean add(ByteBuffer message, CompletableFuture<Delivery> outcome) {
        if (open.size() >= MOST || !open.isEmpty() && bytes + message.remaining() > MOST_BYTES) {
            return false;
        }
        open.put(++lastCounter, new Pending(message, outcome));
        bytes += message.remaining();
        return true;
    }

    /** {@return whether a message has no outcome} */
    boolean isAnyOpen() {
        return !open.isEmpty();
    }

    /** A message that may be said now. */
    record Next(long counter, ByteBuffer message) {}

    /** {@return the next message that may be said, which stays the next until {@link #said} or {@link #ended}, or null} */
    @Nullable
    Next next() {
        while (next <= lastCounter && !open.containsKey(next)) {
            next++;
        }
        return next > lastCounter || next >= open.firstEntry().getKey() + MessageCounters.WINDOW ? null
                : new Next(next, open.get(next).message());
    }

    /** What was next is on its way. */
    void said() {
        lastSaid = Math.max(lastSaid, next);
        next++;
    }

    /** {@return whether a message was said in the present session and has no outcome} */
    boolean isAwaited(long counter) {
        return counter < next && open.containsKey(counter);
    }

    /** A message has its outcome. */
    void ended(long counter, Delivery outcome, Outbox out) {
        Pending ended = open.remove(counter);
        if (ended != null) {
            bytes -= ended.message().remaining();
            out.complete(new Reply<>(ended.outcome(), outcome));
        }
    }

    /** Another session begins, and the server can tell what it has relayed already: everything is said again. */
    void sayAgain() {
        next = open.isEmpty() ? lastCounter + 1 : open.firstEntry().getKey();
    }

    /** Nobody will say any more what became of what was said; what was not said yet waits on. */
    void endSaid(Delivery.Cause cause, Outbox out) {
        while (!open.isEmpty() && open.firstEntry().getKey() <= lastSaid) {
            ended(open.firstEntry().getKey(), new Delivery.Unconfirmed(cause), out);
        }
        next = lastSaid + 1;
    }

    /** The end: what was said is unconfirmed, what was not is refused. */
    void endAll(Delivery.Cause cause, DropReason why, Outbox out) {
        endSaid(cause, out);
        for (Map.Entry<Long, Pending> unsaid = open.firstEntry(); unsaid != null; unsaid = open.firstEntry()) {
            ended(unsaid.getKey(), new Delivery.Refused(why), out);
        }
    }
}
