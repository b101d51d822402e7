package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Predicate;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * A client's messages from the call to their outcome, over all of its sessions: PROTOCOL.md, section 2.13. Each ends in
 * exactly one {@link Delivery} or {@link DirectDelivery}. Owned by one {@link SessionClient}.
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

    /** What the server that let the client in last calls its life. */
    private OptionalLong boot = OptionalLong.empty();

    private long lastCounter;
    private long lastSaid;
    private long saidBefore;
    private long next = 1;
    private int bytes;

    private record Pending(Destination where, ByteBuffer message) {}

    /** Takes a message; returns whether there was room. */
    boolean add(Destination where, ByteBuffer message) {
        if (open.size() >= MOST || !open.isEmpty() && bytes + message.remaining() > MOST_BYTES) {
            return false;
        }
        open.put(++lastCounter, new Pending(where, message));
        bytes += message.remaining();
        return true;
    }

    /** {@return whether a message has no outcome} */
    boolean isAnyOpen() {
        return !open.isEmpty();
    }

    /** A message that may be said now. */
    record Next(long counter, Destination where, ByteBuffer message) {}

    /** {@return the next message that may be said, which stays the next until {@link #said} or {@link #ended}, or null} */
    @Nullable
    Next next() {
        while (next <= lastCounter && !open.containsKey(next)) {
            next++;
        }
        if (next > lastCounter || next >= open.firstEntry().getKey() + MessageCounters.WINDOW) {
            return null;
        }
        Pending pending = open.get(next);
        return new Next(next, pending.where(), pending.message());
    }

    /** What was next is on its way. */
    void said() {
        lastSaid = Math.max(lastSaid, next);
        next++;
    }

    /** {@return whether a message was said in the present session of which the outcome is not known} */
    boolean isAwaited(long counter) {
        return counter < next && open.containsKey(counter);
    }

    /** A message that {@link #isAwaited} has its outcome: it was relayed. */
    void relayed(long counter, long offset, long recipients, Outbox out) throws MalformedException {
        Pending relayed = Objects.requireNonNull(open.get(counter), "it is awaited");
        out.complete(relayed.where().relayed(offset, recipients));
        remove(counter);
    }

    /** A message has its outcome: it was not relayed, or nobody knows. */
    <E extends Delivery & DirectDelivery> void ended(long counter, E outcome, Outbox out) {
        Pending ended = remove(counter);
        if (ended != null) {
            out.complete(ended.where().ended(outcome));
        }
    }

    private @Nullable Pending remove(long counter) {
        Pending removed = open.remove(counter);
        bytes -= removed == null ? 0 : removed.message().remaining();
        return removed;
    }

    /**
     * What is next can't be said to this server, because of its length or of its kind: a server that takes less than in an earlier
     * session may have relayed it then.
     */
    void cantBeSaid(DropReason why, Outbox out) {
        end(List.of(next), lastSaid, why, out);
    }

    /**
     * The client is a member in another session. What was said in earlier ones is said again where the server can tell what it has
     * relayed, and only there.
     *
     * @param bootId what the server calls its life
     * @param known  whether it remembers what it has relayed
     */
    void sessionBegins(long bootId, boolean known, Outbox out) {
        boolean sameLife = boot.isEmpty() || boot.getAsLong() == bootId;
        boot = OptionalLong.of(bootId);
        if (sameLife && known) {
            sayAgain();
        } else {
            endSaid(sameLife ? Delivery.Cause.SESSION_LOST : Delivery.Cause.SERVER_RESTARTED, out);
        }
    }

    private void sayAgain() {
        saidBefore = lastSaid;
        next = open.isEmpty() ? lastCounter + 1 : open.firstEntry().getKey();
    }

    /** Nobody will say any more what became of what was said; what was not said yet waits on. */
    private void endSaid(Delivery.Cause cause, Outbox out) {
        while (!open.isEmpty() && open.firstEntry().getKey() <= lastSaid) {
            ended(open.firstEntry().getKey(), new Delivery.Unconfirmed(cause), out);
        }
        next = lastSaid + 1;
        if (cause == Delivery.Cause.SERVER_RESTARTED) {
            endDirect(out);
        }
    }

    /** The server has begun anew: the ids to which direct messages go mean others there. */
    private void endDirect(Outbox out) {
        end(those(1, where -> where instanceof Destination.ToPerson), lastSaid, DropReason.NO_SUCH_PEER, out);
    }

    /** The client is in a room no more, and nobody will say what became of its messages there. */
    void endIn(Membership where, Outbox out) {
        end(in(where, 1), lastSaid, DropReason.NOT_A_MEMBER, out);
    }

    /** The client leaves a room: what it has not said there in the present session it will not say. */
    void endUnsaidIn(Membership where, Outbox out) {
        end(in(where, next), lastSaid, DropReason.NOT_A_MEMBER, out);
    }

    /** The server has answered all that it has received in a room in this session; what was said before may have been relayed then. */
    void endUnansweredIn(Membership where, Outbox out) {
        end(in(where, 1), saidBefore, DropReason.NOT_A_MEMBER, out);
    }

    /** The end: what was said is unconfirmed, what was not is refused. */
    void endAll(DropReason why, Outbox out) {
        end(List.copyOf(open.keySet()), lastSaid, why, out);
    }

    private List<Long> in(Membership where, long from) {
        return those(from, other -> other instanceof Destination.InRoom(var room, var outcome) && room == where);
    }

    private List<Long> those(long from, Predicate<Destination> wanted) {
        return open.entrySet().stream()
                .filter(entry -> entry.getKey() >= from && wanted.test(entry.getValue().where()))
                .map(Map.Entry::getKey).toList();
    }

    /** Nobody will say what became of these: those up to a counter may have been relayed, and the others were not. */
    private void end(List<Long> counters, long mayBeRelayed, DropReason why, Outbox out) {
        for (long counter : counters) {
            if (counter <= mayBeRelayed) {
                ended(counter, new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST), out);
            } else {
                ended(counter, new Delivery.Refused(why), out);
            }
        }
    }
}
