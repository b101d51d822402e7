package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.model.RoomId;

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
    private final List<CompletableFuture<RoomEntry>> waiting = new ArrayList<>(1);
    private State state = State.WISHED;
    private boolean wanted = true;
    private boolean beenIn;
    private long request = NONE;
    private long channel;
    private long epoch;

    private enum State {
        WISHED, IN, LEFT
    }

    Membership(RoomId room) {
        this.room = room;
    }

    RoomId room() {
        return room;
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
        request = number;
        return number;
    }

    boolean isWished(long number) {
        return state == State.WISHED && request == number;
    }

    /** The server has let the client in. */
    void entered(long onChannel, long withEpoch, Outbox out) {
        state = State.IN;
        beenIn = true;
        channel = onChannel;
        epoch = withEpoch;
        tell(new RoomEntry.Entered(), out);
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
        state = State.WISHED;
        request = NONE;
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
