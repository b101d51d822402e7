package io.github.udpchat.internal.hub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Owns the members of a server, its rooms, and the {@link Asks} to the application's plug-ins. The protocols bring
 * members and what they say; the application sends, removes and renames.
 */
public final class Hub {

    /** How long a peer waits for the hook and the registry, its turn to be asked about included; then it is refused. */
    public static final Duration ADMISSION_TIMEOUT = Duration.ofSeconds(5);

    /**
     * How many questions may be open, hanging ones included. While it is so many, joins and leaves wait, and renames are
     * refused. A server that closes tells its last leaves in one question more.
     */
    public static final int MAX_ASKS = 64;

    private final int maxPeers;
    private final long epoch;
    private final Map<RoomId, Room> rooms = new LinkedHashMap<>();
    private final Map<PeerId, Present> present = new LinkedHashMap<>();
    private final Asks asks = new Asks(this::join);
    private final Set<PeerId> renaming = new TreeSet<>();
    private long lastPeerId;
    private long joins;

    private record Present(Member member, Peer peer, Room room) {}

    /**
     * An empty hub.
     *
     * @param maxPeers how many peers may be members or wait to be; more are refused, but not who takes another's place
     * @param epoch    the epoch of the positions given
     */
    public Hub(int maxPeers, long epoch) {
        this.maxPeers = maxPeers;
        this.epoch = epoch;
    }

    private Room room(RoomId id) {
        return rooms.computeIfAbsent(id, made -> new Room(made, epoch));
    }

    // ---- for the protocols

    /**
     * A peer wants to become a member under a name. Tells the member {@code joined} or {@code refused}, later or at once.
     */
    public void requestJoin(long now, Member member, String name, Outbox out) {
        if (!member.replacesAnother() && present.size() + asks.newcomers() >= maxPeers) {
            member.refused(now, DropReason.SERVER_FULL, "", out);
        } else {
            asks.admit(now, new PeerId(++lastPeerId), member, name, out);
        }
    }

    private void join(long now, Peer peer, Member member, Outbox out) {
        boolean full = present.size() >= maxPeers && !member.replacesAnother();
        Optional<DropReason> objection = full ? Optional.of(DropReason.SERVER_FULL) : member.objection(now, peer, out);
        if (objection.isPresent()) {
            asks.forget(now, peer, out);
            member.refused(now, objection.get(), "", out);
            return;
        }
        Room room = room(member.room());
        present.put(peer.id(), new Present(member, peer, room));
        room.add(peer.id(), member);
        joins++;
        out.event(new ServerEvent.Joined(peer, room.id()));
        member.joined(now, peer, room.next(), out);
    }

    /**
     * A member said something: passes it to all others in its room.
     *
     * @param whenTaken who wants to know when the server's listener has heard it, or null
     */
    public Delivery.Relayed say(long now, PeerId author, Utterance utterance, @Nullable Taken whenTaken, Outbox out) {
        Present speaker = present(author);
        Room room = speaker.room();
        RoomMessage message = room.say(now, speaker.member(), speaker.peer(), utterance, out);
        out.event(new ServerEvent.Said(speaker.peer(), message.message(), whenTaken));
        return new Delivery.Relayed(message.at(), room.size() - 1);
    }

    /** A member has left, or was given up. */
    public void leave(long now, PeerId id, LeaveReason why, Outbox out) {
        Present gone = present(id);
        present.remove(id);
        gone.room().remove(id);
        out.event(new ServerEvent.Left(gone.peer(), gone.room().id(), why));
        asks.forget(now, gone.peer(), out);
    }

    private Present present(PeerId id) {
        Present found = present.get(id);
        if (found == null) {
            throw new AssertionError(id + " is not a member");
        }
        return found;
    }

    /** {@return the next time at which {@link #onTimer} has something to do} */
    public long nextDeadline() {
        return asks.nextDeadline();
    }

    /** Refuses those who have waited too long. */
    public void onTimer(long now, Outbox out) {
        asks.onTimer(now, out);
    }

    /** The server closes: who waits is refused, everybody else leaves. */
    public void onClose(long now, Outbox out) {
        List<Peer> everybody = peers();
        present.values().forEach(gone -> out.event(
                new ServerEvent.Left(gone.peer(), gone.room().id(), new LeaveReason.ServerClosed())));
        present.clear();
        asks.onClose(now, everybody, out);
    }

    // ---- for the application

    /** Passes a message of the server's own to everybody in a room. */
    public Delivery sayAsServer(long now, RoomId room, Utterance utterance, Outbox out) {
        Room where = room(room);
        RoomMessage message = where.say(now, null, null, utterance, out);
        return new Delivery.Relayed(message.at(), where.size());
    }

    /** Removes a member, and says whether it was one. */
    public boolean remove(long now, PeerId id, String why, Outbox out) {
        Present found = present.get(id);
        if (found == null) {
            return false;
        }
        leave(now, id, new LeaveReason.Removed(why), out);
        found.member().removed(now, why, out);
        return true;
    }

    /**
     * Asks for another name for a member; the reply says whether it got it. One name at a time is asked for, because two
     * answers could overtake each other, and then the registry would know another name than the server.
     */
    public void rename(PeerId id, String newName, CompletableFuture<Boolean> reply, Outbox out) {
        Present found = present.get(id);
        if (found == null || asks.allOpen() || out.listenerBehind() || !renaming.add(id)) {
            out.complete(new Reply<>(reply, false));
            return;
        }
        asks.rename(found.peer(), newName, (now, answer, outbox) -> {
            renaming.remove(id);
            boolean renamed = answer.isPresent()
                    && answer.get() instanceof Admission.Accepted(String name)
                    && renamed(now, found.peer().withName(name), outbox);
            outbox.complete(new Reply<>(reply, renamed));
        }, out);
    }

    private boolean renamed(long now, Peer after, Outbox out) {
        Present before = present.get(after.id());
        if (before == null) {
            // It left meanwhile, and the registry may have taken the new name after it had heard of the leave.
            asks.forget(now, after, out);
            return false;
        }
        if (!before.member().mayBeCalled(after)) {
            // The registry has taken a name that the protocol does not allow: it is told the former one again.
            asks.rename(after, before.peer().name(), (later, answer, outbox) -> {
                // Whatever it says, the member keeps its name.
            }, out);
            return false;
        }
        present.put(after.id(), new Present(before.member(), after, before.room()));
        out.event(new ServerEvent.Renamed(before.peer(), after));
        return true;
    }

    /** {@return the members, in the order in which they joined} */
    public List<Peer> peers() {
        return present.values().stream().map(Present::peer).toList();
    }

    /** {@return the member with that id, if there is one} */
    public Optional<Peer> peer(PeerId id) {
        return Optional.ofNullable(present.get(id)).map(Present::peer);
    }

    /** {@return how many members there are} */
    public int peerCount() {
        return present.size();
    }

    /** {@return how many wait to become members} */
    public int waitingCount() {
        return asks.waitingCount();
    }

    /** {@return how many became members since the start} */
    public long joins() {
        return joins;
    }

    /** {@return how many messages were passed on since the start} */
    public long messages() {
        return rooms.values().stream().mapToLong(Room::messages).sum();
    }
}
