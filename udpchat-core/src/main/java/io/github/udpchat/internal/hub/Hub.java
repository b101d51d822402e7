package io.github.udpchat.internal.hub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Owns the members of a server, its rooms, and the {@link Asks} to the application's plug-ins. The protocols bring
 * members and what they say; the application sends, removes and renames.
 */
public final class Hub {

    /** How long a peer waits for the hook and the registry, its turn to be asked about included; then it is refused. */
    public static final Duration ADMISSION_TIMEOUT = Duration.ofSeconds(5);

    /** So many questions may be open, hanging ones too, and one more at the end; then joins and leaves wait, and no name changes. */
    public static final int MAX_ASKS = 64;

    /** So many rooms there may be; another one is not made. */
    public static final int MOST_ROOMS = 10_000;

    /** In so many a member may be, the one from the start included; it gets into no other. */
    public static final int MOST_ROOMS_OF_A_MEMBER = 64;

    private final Rooms rooms;
    private final Relay relay;
    private final Map<PeerId, Present> present = new LinkedHashMap<>();
    private final Sanctions sanctions = new Sanctions(this);
    private final Persons persons;
    private final Admissions admissions;
    private final Asks asks;
    private final Renames renames;
    private final Directs directs;

    /** An empty hub that remembers nothing. */
    public Hub(int maxPeers, long epoch) {
        this(new HubSettings(maxPeers, epoch));
    }

    /** An empty hub. */
    public Hub(HubSettings settings) {
        this.rooms = new Rooms(settings.epoch(),
                new Archive(settings.history(), settings.mostHistoryBytes(), settings.stored()), settings.bridge());
        this.relay = new Relay(rooms, settings.stored());
        PeerIds newId = new PeerIds(settings.epoch());
        this.persons = new Persons(rooms, newId);
        this.admissions = new Admissions(settings.maxPeers(), present, rooms, persons, sanctions, newId);
        this.asks = admissions.asks();
        this.renames = new Renames(present, asks, persons);
        this.directs = new Directs(this, present, persons, rooms);
    }

    /** Remembers a message of a server's earlier life, said perhaps before its time began; before anybody joins, in order. */
    public void restore(ChatMessage message, long saidAt) {
        rooms.restore(message, saidAt);
    }

    // ---- for the protocols

    /**
     * A peer wants to become a member under a name. Tells the member {@code joined} or {@code refused}, later or at once.
     */
    public void requestJoin(long now, Member member, String name, Outbox out) {
        admissions.requestJoin(now, member, name, out);
    }

    /** A member wants to be in a room too in which it is not yet. */
    public Entry enter(long now, PeerId id, RoomId wanted, Outbox out) {
        Present who = present(id);
        if (isStopped()) {
            return new Entry.Refused(DropReason.SERVER_CLOSING);
        }
        if (isPlaintext(wanted) && !who.member().acceptsPlaintext()) {
            return new Entry.Refused(DropReason.PLAINTEXT_ROOM);
        }
        if (who.rooms().size() >= MOST_ROOMS_OF_A_MEMBER
                || rooms.isNew(wanted) && rooms.inhabited() >= MOST_ROOMS) {
            return new Entry.Refused(DropReason.TOO_MANY_ROOMS);
        }
        if (out.listenerBehind()) {
            return new Entry.Refused(DropReason.LISTENER_BEHIND);
        }
        Room room = rooms.enterable(wanted);
        persons.entered(now, who.person(), room, out);
        room.add(id, who.member());
        who.rooms().add(room);
        out.event(new ServerEvent.Joined(who.peer(), wanted));
        return new Entry.In(room.next());
    }

    /** A member leaves a room in which it was not from the start, and stays a member. Returns whether it was there. */
    public boolean exit(long now, PeerId id, RoomId left, LeaveReason why, Outbox out) {
        Present who = present(id);
        Optional<Room> room = rooms.find(left).filter(found -> found.has(id) && found != who.rooms().getFirst());
        room.ifPresent(found -> {
            who.rooms().remove(found);
            exit(now, who, found, why, out);
        });
        return room.isPresent();
    }

    private void exit(long now, Present who, Room room, LeaveReason why, Outbox out) {
        room.remove(who.peer().id());
        persons.exited(now, who.person(), room, why, out);
        rooms.settle(room);
        out.event(new ServerEvent.Left(who.peer(), room.id(), why));
    }

    /**
     * A member said something: passes it to all others in a room in which it is.
     *
     * @param whenTaken who wants to know when the server's listener has heard it, or null; not told of what is refused
     * @param outcome   hears what became of it, perhaps before this returns
     */
    public void say(long now, PeerId author, RoomId where, Utterance utterance, @Nullable Taken whenTaken,
            Outcome outcome, Outbox out) {
        Present speaker = present(author);
        Room room = rooms.find(where).filter(found -> found.has(author))
                .orElseThrow(() -> new AssertionError(author + " is not in " + where));
        if (sanctions.isMuted(speaker.peer(), speaker.member())) {
            out.dropped(DropReason.MUTED);
            outcome.onOutcome(now, new Delivery.Refused(DropReason.MUTED), out);
            return;
        }
        relay.say(now, room, new Relay.Speaker(speaker.peer(), speaker.member(), speaker.author()), utterance,
                whenTaken, outcome, out);
    }

    /**
     * What somebody gets of what was said in a room in which it is.
     *
     * @param known the first position that it does not know, or null if it knows none
     * @param most  how many messages it gets at most if that does not count here
     */
    public Recollection recall(RoomId where, @Nullable Position known, int most) {
        return rooms.find(where).orElseThrow(() -> new AssertionError("nobody is in " + where)).recall(known, most);
    }

    /** A member has left, or was given up. */
    public void leave(long now, PeerId id, LeaveReason why, Outbox out) {
        Present gone = present(id);
        present.remove(id);
        gone.rooms().reversed().forEach(room -> exit(now, gone, room, why, out));
        persons.left(now, gone.person(), gone.member(), out);
        asks.forget(now, gone.peer(), out);
    }

    private Present present(PeerId id) {
        return Optional.ofNullable(present.get(id)).orElseThrow(() -> new AssertionError(id + " is not a member"));
    }

    /** {@return what is said to one person alone, and what is told in passing} */
    public Directs directs() {
        return directs;
    }

    /** {@return the next time at which {@link #onTimer} has something to do} */
    public long nextDeadline() {
        return Math.min(Math.min(asks.nextDeadline(), persons.nextDeadline()), rooms.archive().nextDeadline());
    }

    /** Refuses those who have waited too long, gives up those who were lost and did not come back, and forgets what is too old. */
    public void onTimer(long now, Outbox out) {
        asks.onTimer(now, out);
        persons.onTimer(now, out);
        if (now >= rooms.archive().nextDeadline()) {
            rooms.onTimer(now);
            relay.storeNext(out);
        }
    }

    /** The server is about to close: nobody gets in any more, those included who wait for that, and whoever speaks is to be told so. */
    public void stop(long now, Outbox out) {
        admissions.stop(now, out);
    }

    /** {@return whether classic peers hear a room in which sessions may be} */
    public boolean isPlaintext(RoomId id) {
        return rooms.classicFormIn(id) != null;
    }

    /** {@return how classic peers hear what is said in the room that they share with sessions, if they share one} */
    public Optional<Form> bridgedForm() {
        return Optional.ofNullable(rooms.classicFormIn(rooms.meant(RoomId.CLASSIC)));
    }

    /** {@return whether everything that was said has been passed on} */
    public boolean isIdle() {
        return relay.isIdle();
    }

    /** {@return whether the server is about to close} */
    public boolean isStopped() {
        return admissions.isStopped();
    }

    /** The server closes: who waits is refused, everybody else leaves. */
    public void onClose(long now, Outbox out) {
        relay.onClose(now, out);
        List<Peer> everybody = peers();
        present.values().forEach(gone -> gone.rooms().reversed()
                .forEach(room -> exit(now, gone, room, new LeaveReason.ServerClosed(), out)));
        present.clear();
        persons.clear();
        asks.onClose(now, everybody, out);
    }

    /** {@return everybody who is in a room, however many; classic peers among themselves as others would see them} */
    public Presence everybodyIn(RoomId room) {
        if (!rooms.isOfClassicPeersAlone(room)) {
            return persons.everybodyIn(room);
        }
        return new Presence(present.values().stream().filter(who -> who.person() == null).map(Present::unseen).toList(),
                true);
    }

    /** {@return who is there, as the others see it} */
    public Persons persons() {
        return persons;
    }

    // ---- for the application

    /** Passes a message of the server's own to everybody in a room; refused where there is none. */
    public void sayAsServer(long now, RoomId id, Utterance utterance, Outcome outcome, Outbox out) {
        Optional<Room> room = rooms.isHome(id) ? Optional.of(rooms.home(id))
                : rooms.find(id).filter(found -> found.size() > 0);
        if (room.isEmpty()) {
            outcome.onOutcome(now, new Delivery.Refused(DropReason.NO_SUCH_ROOM), out);
        } else {
            relay.say(now, room.get(), Relay.Speaker.SERVER, utterance, null, outcome, out);
        }
    }

    /** {@return who may not speak, and who may not come} */
    public Sanctions sanctions() {
        return sanctions;
    }

    /** {@return the rooms, for tests} */
    Rooms rooms() {
        return rooms;
    }

    /** {@return the protocol's side of a member, if there is one with that id} */
    Optional<Member> member(PeerId id) {
        return Optional.ofNullable(present.get(id)).map(Present::member);
    }

    /** Removes a member, and says whether it was one. */
    public boolean remove(long now, PeerId id, String why, Outbox out) {
        Optional<Member> found = member(id);
        found.ifPresent(member -> {
            leave(now, id, new LeaveReason.Removed(why), out);
            member.removed(now, why, out);
        });
        return found.isPresent();
    }

    /** Asks for another name for a member; the reply says whether it got it. */
    public void rename(PeerId id, String newName, CompletableFuture<Boolean> reply, Outbox out) {
        renames.ask(id, newName, reply, out);
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

    /** {@return in how many rooms somebody is} */
    public int roomCount() {
        return rooms.occupied();
    }

    /** {@return how many wait to become members} */
    public int waitingCount() {
        return asks.waitingCount();
    }

    /** {@return how many became members since the start} */
    public long joins() {
        return admissions.joins();
    }

    /** {@return how many messages were passed on in rooms since the start} */
    public long messages() {
        return relay.messages();
    }
}
