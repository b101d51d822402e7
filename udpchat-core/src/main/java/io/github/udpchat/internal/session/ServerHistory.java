package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.Past;
import io.github.udpchat.internal.hub.Recollection;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.History;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * How a session catches up with what was said before in the rooms that it enters, at the server: PROTOCOL.md, section 2.15.
 * Owned by one {@link ServerTalk}.
 *
 * <pre>
 *   RECALL --JOIN, ENTER--> RECALLED, and CATCHING_UP --everything that is remembered has been said--> live
 * </pre>
 *
 * While a session catches up in a room, what is new there is not said to it at once: it is remembered too, and read from
 * there in its turn. So what is old comes first, and the memory of the server is the only queue.
 */
final class ServerHistory {

    /** While so many messages wait for the session, or are under way, nothing of the past is added: what is new needs room too. */
    private static final int MOST_WAITING = 64;

    /** Likewise for so many bytes of messages. */
    private static final int MOST_WAITING_BYTES = 64 * 1024;

    private final Channels channels;
    private HistoryControl.@Nullable Recall wish;

    /** By the channels of the rooms in which the session catches up, whose turn is next first; most sessions have none. */
    private @Nullable SequencedMap<Long, CatchUp> catchUps;

    /**
     * How far a session has caught up in a room: everything below {@code next} has been said to it.
     *
     * @param own the offsets of what it has said itself meanwhile, which is no news to it; no more than a window of its counters
     */
    private record CatchUp(Past past, long next, long newFrom, Set<Long> own) {

        CatchUp upTo(long offset) {
            own.removeIf(said -> said < offset);
            return new CatchUp(past, offset, newFrom, own);
        }
    }

    ServerHistory(Channels channels) {
        this.channels = channels;
    }

    /** The client wants to know what was said before in the room into which its next message leads. */
    void wish(HistoryControl.Recall recall) throws MalformedException {
        if (!channels.knowModel()) {
            throw new MalformedException("a RECALL of a client that does not know of it");
        }
        if (wish != null) {
            throw new MalformedException("a RECALL behind a RECALL");
        }
        wish = recall;
    }

    /** {@return whether the client's next message must lead into a room} */
    boolean hasWish() {
        return wish != null;
    }

    /** The client is not let in. */
    void forgetWish() {
        wish = null;
    }

    /** The session is in a room from now on; returns what it is to be told, if it wants to know of the past. */
    HistoryControl.@Nullable Recalled entered(long channel, Hub hub, RoomId room) {
        HistoryControl.Recall recall = wish;
        wish = null;
        if (recall == null) {
            return null;
        }
        Recollection found = hub.recall(room, recall.known(), (int) Math.min(recall.most(), History.MOST_MESSAGES));
        if (found.first() < found.end()) {
            if (catchUps == null) {
                catchUps = new LinkedHashMap<>();
            }
            catchUps.put(channel, new CatchUp(found.past(), found.first(), found.end(), new TreeSet<>()));
        }
        return new HistoryControl.Recalled(channel, (byte) found.kind().ordinal(), found.first(), found.end());
    }

    /** {@return whether what is new in the room of a channel will be read from the past} */
    boolean isCatchingUp(long channel) {
        return catchUps != null && catchUps.containsKey(channel);
    }

    /** The client itself has said something, which is passed on now. */
    void said(long channel, long offset) {
        CatchUp catchUp = catchUps == null ? null : catchUps.get(channel);
        if (catchUp != null) {
            catchUp.own().add(offset);
        }
    }

    /** The session is in a room no more. */
    void left(long channel) {
        if (catchUps != null) {
            catchUps.remove(channel);
            catchUps = catchUps.isEmpty() ? null : catchUps;
        }
    }

    /** {@return whether the session catches up in any room} */
    boolean isCatchingUp() {
        return catchUps != null;
    }

    /** Says of the past what there is room for, of each room one message in turn, so that a busy one does not silence the others. */
    void continueCatchingUp(long now, Outbox out) {
        while (catchUps != null && channels.outgoing().hasSpare(MOST_WAITING, MOST_WAITING_BYTES)) {
            Map.Entry<Long, CatchUp> turn = catchUps.pollFirstEntry();
            CatchUp reached = continued(now, turn.getKey(), turn.getValue(), out);
            if (reached.next() < reached.past().end()) {
                catchUps.putLast(turn.getKey(), reached);
            }
            catchUps = catchUps.isEmpty() ? null : catchUps;
        }
    }

    private CatchUp continued(long now, long channel, CatchUp reached, Outbox out) {
        Past.Old next = reached.past().from(reached.next());
        long offset = next == null ? reached.past().end() : next.message().position().orElseThrow().offset();
        // What was forgotten before its turn came is missed by a session that is too slow for it, like what finds no room.
        for (long forgotten = reached.next(); forgotten < offset; forgotten++) {
            if (!reached.own().contains(forgotten)) {
                out.dropped(DropReason.PEER_BEHIND);
            }
        }
        if (next == null) {
            return reached.upTo(offset);
        }
        if (!reached.own().contains(offset)) {
            say(channel, bytes(now, next, offset < reached.newFrom()), out);
        }
        return reached.upTo(offset + 1);
    }

    private static ByteBuffer bytes(long now, Past.Old message, boolean old) {
        return old ? Speech.old(message.message(), TimeUnit.NANOSECONDS.toMillis(now - message.saidAt()))
                : Speech.FORM.write(message.message());
    }

    private void say(long channel, ByteBuffer message, Outbox out) {
        if (message.remaining() > channels.mostMessageBytes()) {
            out.dropped(DropReason.TOO_LARGE);
        } else if (!channels.send(channel, message)) {
            out.dropped(DropReason.PEER_BEHIND);
        }
    }
}
