package io.github.udpchat.internal.hub;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Owns the members of a server, its one room, and the questions that are open to the application's plug-ins. The
 * protocols bring members and what they say; the application sends, removes and renames.
 *
 * <p>
 * Admission is a question whose answer comes later, or too late, or never:
 *
 * <pre>
 *   requestJoin -> WAITING --accepted-----------> member   (joined)
 *                     |-----rejected, failed----> gone     (refused)
 *                     |-----5 s passed----------> gone     (refused; an acceptance that comes later is taken back)
 *                     '-----withdrawn, closed---> gone     (likewise)
 * </pre>
 */
public final class Hub {

    /** How long the hook and the registry together have for an answer; then the peer is refused. */
    public static final Duration ADMISSION_TIMEOUT = Duration.ofSeconds(5);

    /**
     * How many questions may be open, hanging ones included. While it is so many, or so many leaves wait to be told to the
     * registry, joins and renames are refused. A server that closes tells its last leaves in one question more.
     */
    public static final int MAX_ASKS = 64;

    private final int maxPeers;
    private final Room room;
    private final Map<PeerId, Present> present = new LinkedHashMap<>();
    private final Map<PeerId, Waiting> waiting = new LinkedHashMap<>();
    private final Set<PeerId> renaming = new TreeSet<>();
    private final Queue<Peer> toForget = new ArrayDeque<>();
    private long lastPeerId;
    private long joins;
    private int openAsks;

    private record Waiting(Member member, long deadline) {}

    private record Present(Member member, Peer peer) {}

    /**
     * An empty hub.
     *
     * @param maxPeers how many peers may be members or wait to be; more are refused
     * @param room     the room in which everybody is
     * @param epoch    the epoch of the positions given
     */
    public Hub(int maxPeers, RoomId room, long epoch) {
        this.maxPeers = maxPeers;
        this.room = new Room(room, epoch);
    }

    // ---- for the protocols

    /**
     * A peer wants to become a member under a name. Tells the member {@code refused} at once, or {@code joined} or
     * {@code refused} later.
     *
     * @return the id under which it waits, or null if it was refused at once
     */
    public @Nullable PeerId requestJoin(long now, Member member, String name, Outbox out) {
        DropReason refusal = refusal(out);
        if (refusal != null) {
            member.refused(refusal, out);
            return null;
        }
        PeerId id = new PeerId(++lastPeerId);
        AdmissionRequest request = new AdmissionRequest(name, member.protocol(), member.address());
        waiting.put(id, new Waiting(member, now + ADMISSION_TIMEOUT.toNanos()));
        openAsks++;
        out.ask(new Ask.Admit(id, request,
                (later, answer, outbox) -> admissionAnswered(later, id, request, answer, outbox)));
        return id;
    }

    private @Nullable DropReason refusal(Outbox out) {
        if (present.size() + waiting.size() >= maxPeers) {
            return DropReason.SERVER_FULL;
        }
        if (openAsks >= MAX_ASKS || toForget.size() >= MAX_ASKS) {
            return DropReason.ADMISSION_BUSY;
        }
        return out.listenerBehind() ? DropReason.LISTENER_BEHIND : null;
    }

    private void admissionAnswered(long now, PeerId id, AdmissionRequest request, Optional<Admission> answer,
            Outbox out) {
        askAnswered(out);
        Waiting waited = waiting.remove(id);
        if (answer.isEmpty()) {
            refuse(waited, DropReason.ADMISSION_FAILED, out);
            return;
        }
        switch (answer.get()) {
            case Admission.Accepted(String name) -> {
                Peer peer = new Peer(id, name, request.protocol(), request.address());
                if (waited == null) {
                    forget(peer, out);
                } else {
                    join(now, peer, waited.member(), out);
                }
            }
            case Admission.Rejected rejected -> refuse(waited, DropReason.ADMISSION_REJECTED, out);
        }
    }

    private void join(long now, Peer peer, Member member, Outbox out) {
        present.put(peer.id(), new Present(member, peer));
        room.add(peer.id(), member);
        joins++;
        out.event(new ServerEvent.Joined(peer, room.id()));
        member.joined(now, peer, out);
    }

    private static void refuse(@Nullable Waiting waited, DropReason why, Outbox out) {
        if (waited != null) {
            waited.member().refused(why, out);
        }
    }

    /** A member said something: passes it to all others in the room. */
    public void say(PeerId author, RoomMessage message, Outbox out) {
        Present speaker = present(author);
        room.say(speaker.member(), message, out);
        out.event(new ServerEvent.Said(speaker.peer(), message.message()));
    }

    /** A member has left, or was given up. */
    public void leave(PeerId id, LeaveReason why, Outbox out) {
        Peer peer = present(id).peer();
        present.remove(id);
        room.remove(id);
        out.event(new ServerEvent.Left(peer, room.id(), why));
        forget(peer, out);
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
        return waiting.isEmpty() ? Machine.NEVER : waiting.values().iterator().next().deadline();
    }

    /** Refuses those who have waited too long. */
    public void onTimer(long now, Outbox out) {
        while (nextDeadline() <= now) {
            PeerId longest = waiting.keySet().iterator().next();
            refuse(waiting.remove(longest), DropReason.ADMISSION_TIMED_OUT, out);
        }
    }

    /** The server closes: who waits is refused, everybody else leaves. */
    public void onClose(Outbox out) {
        List<Waiting> given = List.copyOf(waiting.values());
        waiting.clear();
        given.forEach(waited -> refuse(waited, DropReason.CLOSED, out));
        List<Peer> everybody = peers();
        present.clear();
        everybody.forEach(peer -> out.event(new ServerEvent.Left(peer, room.id(), new LeaveReason.ServerClosed())));
        toForget.addAll(everybody);
        askToForget(out);
    }

    // ---- for the application

    /** Passes a message of the server's own to everybody. */
    public Delivery sayAsServer(RoomMessage message, Outbox out) {
        return new Delivery.Relayed(room.say(null, message, out), present.size());
    }

    /** Removes a member, and says whether it was one. */
    public boolean remove(PeerId id, String why, Outbox out) {
        Present found = present.get(id);
        if (found == null) {
            return false;
        }
        leave(id, new LeaveReason.Removed(why), out);
        found.member().removed();
        return true;
    }

    /**
     * Asks for another name for a member; the reply says whether it got it. One name at a time is asked for, because two
     * answers could overtake each other, and then the registry would know another name than the server.
     */
    public void rename(PeerId id, String newName, CompletableFuture<Boolean> reply, Outbox out) {
        Present found = present.get(id);
        if (found == null || openAsks >= MAX_ASKS || out.listenerBehind() || !renaming.add(id)) {
            out.complete(new Reply<>(reply, false));
            return;
        }
        openAsks++;
        out.ask(new Ask.Rename(found.peer(), newName, (later, answer, outbox) -> {
            renaming.remove(id);
            askAnswered(outbox);
            boolean renamed = answer.isPresent()
                    && answer.get() instanceof Admission.Accepted(String name)
                    && renamed(found.peer().withName(name), outbox);
            outbox.complete(new Reply<>(reply, renamed));
        }));
    }

    private boolean renamed(Peer after, Outbox out) {
        Present before = present.get(after.id());
        if (before == null) {
            // It left meanwhile, and the registry may have taken the new name after it had heard of the leave.
            forget(after, out);
            return false;
        }
        present.put(after.id(), new Present(before.member(), after));
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
        return waiting.size();
    }

    /** {@return how many became members since the start} */
    public long joins() {
        return joins;
    }

    /** {@return how many messages were passed on since the start} */
    public long messages() {
        return room.messages();
    }

    /** {@return the room in which everybody is} */
    public RoomId room() {
        return room.id();
    }

    // ---- the registry hears of each leave, a batch at a time

    private void forget(Peer peer, Outbox out) {
        toForget.add(peer);
        if (openAsks < MAX_ASKS) {
            askToForget(out);
        }
    }

    private void askToForget(Outbox out) {
        if (!toForget.isEmpty()) {
            List<Peer> batch = List.copyOf(toForget);
            toForget.clear();
            openAsks++;
            out.ask(new Ask.Forget(batch, (later, told, outbox) -> {
                if (told) {
                    askAnswered(outbox);
                } else {
                    // There was no thread to tell the registry on. The next answer or leave tries again.
                    openAsks--;
                    toForget.addAll(batch);
                }
            }));
        }
    }

    private void askAnswered(Outbox out) {
        openAsks--;
        askToForget(out);
    }
}
