package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * A client's place in one room, over all of its sessions until it leaves the room. Owned by the {@link ClientRooms}.
 *
 * <pre>
 *   WISHED --ENTERED--> IN --the client leaves--> LEFT --GONE, the end of the session--> over
 *     ^ |                |
 *     | '-refused-> over |
 *     '--a new session---'
 * </pre>
 *
 * A client that leaves before it was let in does not want the place any more: it leaves when it has been let in.
 */
final class Membership {

    /** Wishes are counted from 1. */
    private static final long NONE = 0;

    private final RoomId room;
    private final RoomPresence presence = new RoomPresence();
    private final List<CompletableFuture<RoomEntry>> waiting = new ArrayList<>(1);
    private State state = State.WISHED;
    private boolean wanted = true;

    /** The session is lost in which the client was here, and the wish to be here again is not told in another one yet. */
    private boolean interrupted;
    private boolean beenIn;
    private long request = NONE;
    private long channel;
    private long epoch;

    /** The first message there that the client does not know, if it knows any, in whatever session. */
    private @Nullable Position known;

    /** Below this offset what comes is old. */
    private long newFrom;
    private boolean awaitsRecall;

    /** What the client itself has said last without a gap: the server does not say it to the client, which knows it all the same. */
    private long ownFrom;
    private long ownEnd;

    /** The client was told in this session that classic peers hear the room. */
    private boolean plain;

    private enum State {
        WISHED, IN, LEFT
    }

    Membership(RoomId room) {
        this.room = room;
    }

    RoomId room() {
        return room;
    }

    /** {@return who is in the room} */
    RoomPresence presence() {
        return presence;
    }

    /** Somebody wants to be here, and to know when that is so. */
    void await(CompletableFuture<RoomEntry> outcome, Outbox out) {
        wanted = true;
        waiting.add(outcome);
        if (isIn()) {
            tell(new RoomEntry.Entered(), out);
        }
    }

    /** Nobody wants to be here any more. */
    void unwanted(RoomEntry how, Outbox out) {
        wanted = false;
        tell(how, out);
    }

    boolean isWanted() {
        return wanted;
    }

    /** The wish is told to a server, on whatever session, as that number, which is returned. */
    long wish(long number) {
        state = State.WISHED;
        interrupted = false;
        request = number;
        return number;
    }

    /** The server is too busy, and has answered: the wish will have another number. */
    void postponed() {
        interrupted = false;
        request = NONE;
    }

    boolean isWished(long number) {
        return state == State.WISHED && request == number;
    }

    /** The server has let the client in. */
    void entered(long onChannel, Position next, Outbox out) {
        state = State.IN;
        beenIn = true;
        channel = onChannel;
        epoch = next.epoch();
        newFrom = 0;
        ownFrom = 0;
        ownEnd = 0;
        plain = false;
        known = awaitsRecall ? known : next;
        tell(new RoomEntry.Entered(), out);
    }

    // ---- what was said here

    /** The client asks for what it does not know; returns with which words. */
    HistoryControl.Recall recall(int most) {
        awaitsRecall = true;
        return new HistoryControl.Recall(known, most);
    }

    /** The server knows of no such wishes, whatever an earlier one knew. */
    void asksForNothing() {
        awaitsRecall = false;
    }

    /** {@return whether what comes here can be told into old and new only when the server has answered} */
    boolean awaitsRecall() {
        return awaitsRecall;
    }

    /** The server has said what it remembers of what the client does not know. */
    Recall recalled(HistoryControl.Recalled answer) throws MalformedException {
        Position from = new Position(epoch, answer.first());
        Position missed = known != null && known.epoch() == epoch ? known : null;
        Recall recall = switch (answer.outcome()) {
            case HistoryControl.FRESH -> new Recall.Fresh();
            case HistoryControl.RECOVERED -> new Recall.Recovered(from);
            default -> new Recall.Gap(counting(missed), from);
        };
        boolean fits = switch (recall) {
            case Recall.Fresh fresh -> true;
            case Recall.Recovered recovered -> from.equals(missed);
            case Recall.Gap gap -> from.offset() > gap.missed().offset();
        };
        if (!fits) {
            throw new MalformedException("a RECALLED that does not fit what was asked for");
        }
        awaitsRecall = false;
        newFrom = answer.end();
        known = from;
        return recall;
    }

    private static Position counting(@Nullable Position missed) throws MalformedException {
        if (missed == null) {
            throw new MalformedException("a gap behind nothing");
        }
        return missed;
    }

    /** {@return the offset below which what comes is old} */
    long newFrom() {
        return newFrom;
    }

    /** A message came; none comes twice, nor after a later one. */
    void heard(long offset) throws MalformedException {
        if (offset == Limits.LAST_OFFSET || known != null && offset < known.offset()) {
            throw new MalformedException(
                    "message " + offset + " where " + (known == null ? "any" : known.offset()) + " is next");
        }
        known = new Position(epoch, offset + 1);
        passOwn();
    }

    /** The client has said something itself, which has its place: that is no news to it, unless others are heard first. */
    void relayed(long offset) throws MalformedException {
        if (offset == Limits.LAST_OFFSET) {
            throw new MalformedException("a place behind which there is none");
        }
        ownFrom = offset == ownEnd ? ownFrom : offset;
        ownEnd = offset + 1;
        passOwn();
    }

    private void passOwn() {
        if (!awaitsRecall && known != null && ownFrom <= known.offset() && known.offset() < ownEnd) {
            known = new Position(epoch, ownEnd);
        }
    }

    /** Classic peers hear the room; that is said once. */
    void toldPlain() throws MalformedException {
        if (plain) {
            throw new MalformedException("a second PLAIN for channel " + channel);
        }
        plain = true;
    }

    /** {@return whether the client is here, in the present session} */
    boolean isIn() {
        return state == State.IN;
    }

    /** {@return whether the client has ever been here} */
    boolean hasBeenIn() {
        return beenIn;
    }

    void left() {
        state = State.LEFT;
    }

    /** The session is lost in which the client was here, or had said that it wants to be. */
    void interrupted() {
        interrupted = true;
        state = State.WISHED;
        request = NONE;
        awaitsRecall = false;
        presence.interrupted();
    }

    /** {@return whether no server has to do with the place: whoever leaves it now and comes again has another one} */
    boolean isInterrupted() {
        return interrupted;
    }

    /** {@return the room's channel, where the client {@link #isIn} or was until it left} */
    long channel() {
        return channel;
    }

    /** {@return the epoch of the room's positions} */
    long epoch() {
        return epoch;
    }

    /** Whoever waits for the wish to be granted is told how it ends. */
    void tell(RoomEntry how, Outbox out) {
        waiting.forEach(outcome -> out.complete(new Reply<>(outcome, how)));
        waiting.clear();
    }
}
