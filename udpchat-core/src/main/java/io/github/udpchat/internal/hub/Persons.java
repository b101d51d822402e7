package io.github.udpchat.internal.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.Supplier;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, as the others see it: PROTOCOL.md, section 2.15. Members of one identity under one name are one person, which is
 * in a room while one of them is, and for a while after the last was lost. Owned by the {@link Hub}, which goes on telling the
 * application of each member, at once.
 */
public final class Persons {

    /**
     * So long somebody whose last session in a room was lost stays there for the others; whoever comes again in that time was never
     * gone. Then it departs.
     */
    static final Duration GRACE = Duration.ofSeconds(15);

    private final Rooms rooms;
    private final Supplier<PeerId> newId;
    private final Map<Person.Key, Person> byKey = new HashMap<>();
    private final Map<PeerId, Person> byId = new HashMap<>();

    /** By their folded names those who have no session, the latest of each name. */
    private final Map<String, Person> lost = new HashMap<>();

    /** The places of those who have no session there, in the order of their deadlines, for all have the same time. */
    private final SequencedSet<Attendance.Place> graces = new LinkedHashSet<>();

    /**
     * Nobody.
     *
     * @param rooms the hub's
     * @param newId gives ids that nobody has or had
     */
    Persons(Rooms rooms, Supplier<PeerId> newId) {
        this.rooms = rooms;
        this.newId = newId;
    }

    // ---- members come and go

    /**
     * A member is let in: it is a person that is there already, or a new one. Classic peers among themselves see nobody, so they are
     * none: null, which the other methods here take for that.
     */
    @Nullable
    Person joined(long now, Peer peer, Member member, Outbox out) {
        if (member.identity().isEmpty() && rooms.isOfClassicPeersAlone(member.room())) {
            return null;
        }
        Person.Key key = keyOf(peer, member);
        @Nullable Person known = byKey.get(key);
        Person person = known == null ? made(now, key, peer.id(), peer, member, out) : known;
        take(now, person, member, peer, out);
        return person;
    }

    /** A member is in a room from here on. */
    void entered(long now, @Nullable Person person, Room room, Outbox out) {
        if (person != null) {
            graces.remove(room.attendance().arrive(now, person, out));
        }
    }

    /** A member is in a room no more. */
    void exited(long now, @Nullable Person person, Room room, LeaveReason why, Outbox out) {
        if (person == null) {
            return;
        }
        Attendance.Place place = room.attendance().exit(person);
        if (place.hasSession() || why instanceof LeaveReason.ServerClosed) {
            return;
        }
        if (!mayReturn(person, why)) {
            depart(now, place, out);
        } else {
            place.staysUntil(now + GRACE.toNanos());
            graces.add(place);
        }
        if (room.isOver()) {
            // Whoever is expected there is expected no more.
            room.attendance().places().forEach(other -> depart(now, other, out));
        }
    }

    /** A member is none any more; it is in no room. */
    void left(long now, @Nullable Person person, Member member, Outbox out) {
        if (person == null) {
            return;
        }
        person.release(member);
        if (person.isOver()) {
            forget(person);
        } else if (person.sessions.isEmpty()) {
            lost.put(person.key().foldedName(), person);
        } else {
            show(now, person, out);
        }
    }

    /**
     * {@return whether somebody whose session has ended for that reason may be back in a moment} Whoever was replaced is back already;
     * under another name it is another person, and this one will not come.
     */
    private static boolean mayReturn(Person person, LeaveReason why) {
        return person.mayReturn && switch (why) {
            case LeaveReason.TimedOut silent -> true;
            case LeaveReason.SlowConsumer slow -> true;
            case LeaveReason.Failed ours -> true;
            case LeaveReason.Replaced replaced -> person.sessions.size() > 1;
            case LeaveReason.Left left -> false;
            case LeaveReason.Removed removed -> false;
            case LeaveReason.BrokeProtocol broke -> false;
            case LeaveReason.ServerClosed closed -> false;
        };
    }

    private void depart(long now, Attendance.Place place, Outbox out) {
        graces.remove(place);
        place.where().depart(now, place.person(), out);
        if (place.person().isOver()) {
            forget(place.person());
        }
    }

    // ---- names

    /**
     * A member has another name. A person with no other session has it from here on; otherwise the member is another person, who may
     * be there already.
     *
     * @param where in which rooms the member is
     * @return the person that the member is now
     */
    @Nullable
    Person renamed(long now, @Nullable Person before, Peer after, Member member, List<Room> where, Outbox out) {
        if (before == null) {
            return null;
        }
        Person.Key key = keyOf(after, member);
        @Nullable Person other = byKey.get(key);
        if (other == before) {
            take(now, before, member, after, out);
            return before;
        }
        if (other == null && before.sessions.size() == 1) {
            displace(now, key.foldedName(), out);
            byKey.remove(before.key());
            byKey.put(key, before);
            before.become(key);
            take(now, before, member, after, out);
            return before;
        }
        Person person = other == null ? made(now, key, newId.get(), after, member, out) : other;
        take(now, person, member, after, out);
        for (Room room : where) {
            exited(now, before, room, new LeaveReason.Left(), out);
            entered(now, person, room, out);
        }
        left(now, before, member, out);
        return person;
    }

    private static Person.Key keyOf(Peer peer, Member member) {
        return new Person.Key(member.identity().orElse(member), NameRules.folded(member.shownAs(peer)));
    }

    private Person made(long now, Person.Key key, PeerId id, Peer peer, Member member, Outbox out) {
        displace(now, key.foldedName(), out);
        Person person = new Person(key, shown(id, peer, member), member.identity().isPresent());
        byKey.put(key, person);
        byId.put(id, person);
        return person;
    }

    private static Participant shown(PeerId id, Peer peer, Member member) {
        return new Participant(id, member.shownAs(peer), peer.role());
    }

    private void take(long now, Person person, Member member, Peer peer, Outbox out) {
        person.take(member, peer);
        lost.remove(person.key().foldedName(), person);
        show(now, person, out);
    }

    /** The person is seen as its newest session is. */
    private void show(long now, Person person, Outbox out) {
        Person.Session newest = person.sessions.getLast();
        Participant after = shown(person.id(), newest.peer(), newest.member());
        if (!after.equals(person.shown())) {
            person.become(after);
            person.in.forEach(attendance -> attendance.changed(now, after, out));
        }
    }

    /** Somebody else has the name now of one who was lost: nobody is to see two of that name. */
    private void displace(long now, String foldedName, Outbox out) {
        @Nullable Person gone = lost.get(foldedName);
        if (gone != null) {
            List.copyOf(gone.in).forEach(attendance -> depart(now, attendance.placeOf(gone), out));
        }
    }

    private void forget(Person person) {
        byKey.remove(person.key());
        byId.remove(person.id());
        lost.remove(person.key().foldedName(), person);
    }

    // ---- time and questions

    /** {@return the next time at which {@link #onTimer} has something to do} */
    long nextDeadline() {
        return graces.isEmpty() ? Machine.NEVER : graces.getFirst().until();
    }

    /** Whoever was not back in time departs. */
    void onTimer(long now, Outbox out) {
        while (nextDeadline() <= now) {
            depart(now, graces.getFirst(), out);
        }
    }

    /** {@return who is in a room, as its members are told: nobody where it is crowded, or where there is no such room} */
    public Presence shownIn(RoomId room) {
        return rooms.find(room).map(found -> found.attendance().shown()).orElse(Presence.UNKNOWN);
    }

    /** {@return everybody who is in a room, however many} */
    Presence everybodyIn(RoomId room) {
        return rooms.find(room).map(found -> found.attendance().everybody()).orElse(new Presence(List.of(), true));
    }

    /** {@return the members that are a person now, in the order in which they came; none if there is no such person} */
    public List<Member> sessionsOf(PeerId id) {
        @Nullable Person person = byId.get(id);
        return person == null ? List.of() : person.sessions.stream().map(Person.Session::member).toList();
    }

    /** {@return how many there are, those included who are expected back} */
    int size() {
        return byId.size();
    }

    /** {@return how many entries there are about them, for tests} */
    int kept() {
        return byKey.size() + byId.size() + lost.size() + graces.size();
    }

    /** Forgets everybody: the server closes. */
    void clear() {
        byKey.clear();
        byId.clear();
        lost.clear();
        graces.clear();
    }
}
