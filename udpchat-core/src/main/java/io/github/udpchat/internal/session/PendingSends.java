package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * A client's messages from the call to their outcome: PROTOCOL.md, section 2.13. Each ends in exactly one {@link Delivery}.
 * Owned by one {@link SessionClient}.
 */
final class PendingSends {

    /** So many messages may wait for an outcome; one more is refused as QUEUE_FULL. */
    static final int MOST = 1024;

    /** So many bytes of them; one more is refused, but one message of any length always may wait. */
    static final int MOST_BYTES = 1024 * 1024;

    private final Queue<Pending> waiting = new ArrayDeque<>();

    /** Said, and without an outcome, by their counters, which rise. */
    private final Map<Long, Pending> said = new LinkedHashMap<>();
    private long lastCounter;
    private int bytes;

    private record Pending(ByteBuffer message, CompletableFuture<Delivery> outcome) {}

    /** Takes a message; returns whether there was room. */
    boolean add(ByteBuffer message, CompletableFuture<Delivery> outcome) {
        int count = waiting.size() + said.size();
        if (count >= MOST || count > 0 && bytes + message.remaining() > MOST_BYTES) {
            return false;
        }
        waiting.add(new Pending(message, outcome));
        bytes += message.remaining();
        return true;
    }

    /** A message that may be said now. */
    record Next(long counter, ByteBuffer message) {}

    /** {@return the next message that may be said, which stays the next until {@link #said}, or null} */
    @Nullable
    Next next() {
        Pending next = waiting.peek();
        long lowestOpen = said.isEmpty() ? lastCounter + 1 : said.keySet().iterator().next();
        return next == null || lastCounter + 1 >= lowestOpen + MessageCounters.WINDOW ? null
                : new Next(lastCounter + 1, next.message());
    }

    /** What was next is on its way. */
    void said() {
        said.put(++lastCounter, waiting.remove());
    }

    /** The server says what became of a message; returns whether one with that counter was waited for. */
    boolean ended(long counter, Delivery outcome, Outbox out) {
        Pending ended = said.remove(counter);
        if (ended == null) {
            return false;
        }
        bytes -= ended.message().remaining();
        out.complete(new Reply<>(ended.outcome(), outcome));
        return true;
    }

    /** Nobody will say what became of the rest: what was said is unconfirmed, what was not is refused. */
    void endAll(Delivery.Cause cause, DropReason why, Outbox out) {
        List<Pending> unconfirmed = new ArrayList<>(said.values());
        List<Pending> refused = new ArrayList<>(waiting);
        said.clear();
        waiting.clear();
        bytes = 0;
        unconfirmed.forEach(pending -> out.complete(new Reply<>(pending.outcome(), new Delivery.Unconfirmed(cause))));
        refused.forEach(pending -> out.complete(new Reply<>(pending.outcome(), new Delivery.Refused(why))));
    }
}
