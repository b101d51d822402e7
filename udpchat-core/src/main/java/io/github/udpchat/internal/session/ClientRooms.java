package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * The rooms in which a client is, or wants to be, over all of its sessions: PROTOCOL.md, section 2.15. Owned by one
 * {@link SessionClient}; the {@link ClientTalk} of each session says to the server what is wished here.
 */
final class ClientRooms {

    /** In so many rooms a client may be, the lobby included; the server bears no more. */
    static final int MOST = 64;

    /** So many with those that were left and that the server has not answered for: each may have three messages on channel 0. */
    private static final int MOST_WITH_LEFT = Outgoing.MOST_CONTROL_MESSAGES / 3 - 2;

    private final PendingSends sends;
    private final int recallMost;
    private final Membership lobby = new Membership(RoomId.LOBBY);

    /** Wished or in, the lobby included. */
    private final Map<RoomId, Membership> rooms = new LinkedHashMap<>();

    /** Left in this session, until the server has said what became of everything that was said there. */
    private final List<Membership> left = new ArrayList<>();
    private final ClientPresence presence = new ClientPresence();
    private long lastRequest;
    private long received;

    /**
     * A client that wants to be in the lobby.
     *
     * @param recallMost how many old messages it wants of a room of which it knows nothing
     */
    ClientRooms(PendingSends sends, int recallMost) {
        this.sends = sends;
        this.recallMost = recallMost;
        rooms.put(RoomId.LOBBY, lobby);
    }

    /** {@return the client's place in the room in which it is from the start} */
    Membership lobby() {
        return lobby;
    }

    /** {@return how many old messages the client wants of a room of which it knows nothing} */
    int recallMost() {
        return recallMost;
    }

    /** A message has come in a room. */
    void received() {
        received++;
    }

    /** {@return how many messages have come, old ones included} */
    long receivedCount() {
        return received;
    }

    /** {@return in how many rooms the client is} */
    int entered() {
        return (int) rooms.values().stream().filter(Membership::isIn).count();
    }

    /** {@return what the application has not heard of who is where} */
    ClientPresence presence() {
        return presence;
    }

    /** {@return the client's place in a room, if it is in it or wants to be} */
    Optional<Membership> find(RoomId room) {
        return Optional.ofNullable(rooms.get(room));
    }

    /**
     * Wants to be in a room.
     *
     * @return the new place there, of which the server is to be told; or null if there is one already, or can be none
     */
    @Nullable
    Membership wish(RoomId room, CompletableFuture<RoomEntry> outcome, Outbox out) {
        Membership known = rooms.get(room);
        if (known != null) {
            known.await(outcome, out);
            return null;
        }
        if (rooms.size() >= MOST || rooms.size() + left.size() >= MOST_WITH_LEFT) {
            out.complete(new Reply<>(outcome, new RoomEntry.Refused(DropReason.TOO_MANY_ROOMS)));
            return null;
        }
        Membership wished = new Membership(room);
        wished.await(outcome, out);
        rooms.put(room, wished);
        return wished;
    }

    /** {@return the number of the next wish that is said to a server} */
    long nextRequest() {
        return ++lastRequest;
    }

    /** The session is lost: the client is nowhere now. What was left is left. */
    void interrupted(Outbox out) {
        left.forEach(place -> sends.endIn(place, out));
        left.clear();
        rooms.values().forEach(Membership::interrupted);
    }

    /** A session begins: the client is in the lobby, and wants to be in those that are returned. */
    List<Membership> begin(long lobbyChannel, Position lobbyNext, Outbox out) {
        rooms.values().removeIf(room -> !room.isWanted());
        lobby.entered(lobbyChannel, lobbyNext, out);
        return rooms.values().stream().filter(room -> room != lobby).toList();
    }

    /** {@return the place that was wished by that number, or null} */
    @Nullable
    Membership wished(long request) {
        return rooms.values().stream().filter(room -> room.isWished(request)).findFirst().orElse(null);
    }

    /** {@return the place whose room has that channel in this session, or null} */
    @Nullable
    Membership at(long channel) {
        return rooms.values().stream().filter(room -> room.isIn() && room.channel() == channel).findFirst()
                .orElse(null);
    }

    /** The server does not let the client in. */
    void refused(Membership room, DropReason why, Outbox out) {
        rooms.remove(room.room());
        room.tell(new RoomEntry.Refused(why), out);
        sends.endIn(room, out);
    }

    /**
     * The client leaves a room.
     *
     * @param answered whether it is in it, so that the server still says what became of what was said there
     */
    void leaves(Membership room, boolean answered, Outbox out) {
        room.unwanted(new RoomEntry.Refused(DropReason.NOT_A_MEMBER), out);
        if (answered) {
            rooms.remove(room.room());
            room.left();
            left.add(room);
            sends.endUnsaidIn(room, out);
        } else {
            sends.endIn(room, out);
            if (room.isInterrupted()) {
                rooms.remove(room.room());
            }
        }
    }

    /** {@return the place that was left and whose room had that channel, or null} */
    @Nullable
    Membership left(long channel) {
        return left.stream().filter(room -> room.channel() == channel).findFirst().orElse(null);
    }

    /** The server has answered everything that was said in a room that was left. */
    void gone(Membership room, Outbox out) {
        left.remove(room);
        sends.endUnansweredIn(room, out);
    }

    /** The end: nobody gets into any room. */
    void end(DropReason why, Outbox out) {
        rooms.values().forEach(room -> room.tell(new RoomEntry.Refused(why), out));
    }
}
