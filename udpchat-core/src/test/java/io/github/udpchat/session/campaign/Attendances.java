package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Who is in which room in one life of the server, as follows from what its listener hears of sessions: somebody is there while one
 * of its sessions is, and for the grace period after the last was lost (PROTOCOL.md, section 2.15). Owned by one
 * {@link ServerLife}.
 */
final class Attendances {

    static final Duration GRACE = Duration.ofSeconds(15);

    private final Findings findings;
    private final Supplier<Duration> now;
    private final Supplier<Duration> lag;
    private final Map<Key, Somebody> all = new HashMap<>();
    private final Map<PeerId, Somebody> bySession = new HashMap<>();

    /** What happened later than that the listener may never hear of, for a crash came first; null while it hears of everything. */
    private @Nullable Duration heardUntil;

    private record Key(Object identity, String name) {}

    /** An identity under a name. */
    static final class Somebody {

        private final String name;
        private final Role role;
        private final Map<RoomId, Stay> stays = new HashMap<>();

        /** Since when each of its sessions is there, and whose it is: null for who does not keep to the protocol. */
        private final Map<PeerId, Visitor> sessions = new HashMap<>();
        private final Set<HonestClient> programs = new HashSet<>();
        private Duration lastLost = Duration.ofNanos(-1);

        /** Under which id it was in the lobby, after it had been gone so often. */
        private @Nullable PeerId seenAs;
        private long goneBefore;

        private Somebody(String name, Role role) {
            this.name = name;
            this.role = role;
        }

        private boolean isIn(RoomId room) {
            return stays.containsKey(room) && !in(room).sessions.isEmpty();
        }

        private Stay in(RoomId room) {
            return stays.computeIfAbsent(room, none -> new Stay());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private record Visitor(Duration since, @Nullable HonestClient client) {}

    /** One person's time in one room. */
    private static final class Stay {

        /** Since when each session is there. */
        private final Map<PeerId, Duration> sessions = new HashMap<>();

        /** When it was gone, each time at the earliest; the last time may lie ahead while it is away. */
        private final List<Duration> gone = new ArrayList<>();
        private boolean away;

        /** When it is gone at the latest, while it is away. */
        private Duration latest = Duration.ZERO;

        private void isAway(Duration earliest, Duration atTheLatest) {
            gone.add(earliest);
            away = true;
            latest = atTheLatest;
        }

        /** Nobody waits for it any more. */
        private void mayBeGone(Duration earliest, Duration atTheLatest) {
            if (away) {
                Duration before = gone.removeLast();
                isAway(earliest.compareTo(before) < 0 ? earliest : before,
                        latest.compareTo(atTheLatest) < 0 ? latest : atTheLatest);
            }
        }

        private void isBack(Duration time) {
            if (away && gone.getLast().compareTo(time) > 0) {
                // It was never gone.
                gone.removeLast();
            }
            away = false;
        }

        private boolean mayBeThere(Duration time) {
            return !sessions.isEmpty() || away && time.compareTo(latest) <= 0;
        }

        private boolean mustBeThere(Duration time) {
            return !sessions.isEmpty() || away && time.compareTo(gone.getLast()) < 0;
        }
    }

    /**
     * Nobody is there.
     *
     * @param lag so much later than something happens the listener may hear of it
     */
    Attendances(Findings findings, Supplier<Duration> now, Supplier<Duration> lag) {
        this.findings = findings;
        this.now = now;
        this.lag = lag;
    }

    // ---- what the listener hears

    /** Somebody is a member from here on, in the lobby. */
    void joins(Peer peer, Object identity, @Nullable HonestClient client) {
        Somebody who = all.computeIfAbsent(new Key(identity, peer.name()),
                first -> new Somebody(peer.name(), peer.role()));
        // Nobody sees two of that name.
        all.values().stream()
                .filter(other -> other != who && other.name.equals(who.name) && other.sessions.isEmpty())
                .forEach(other -> other.stays.values().forEach(stay -> stay.mayBeGone(early(), now.get())));
        bySession.put(peer.id(), who);
        who.sessions.put(peer.id(), new Visitor(now.get(), client));
        if (client != null) {
            who.programs.add(client);
        }
        enters(peer.id(), RoomId.LOBBY);
    }

    void enters(PeerId session, RoomId room) {
        Stay stay = of(session).in(room);
        stay.isBack(now.get());
        findings.require(stay.sessions.put(session, now.get()) == null, "%s enters %s twice", session, room);
    }

    void exits(PeerId session, RoomId room, LeaveReason why) {
        Somebody who = of(session);
        if (room.equals(RoomId.LOBBY)) {
            who.sessions.remove(session);
            who.lastLost = now.get();
        }
        Stay stay = who.in(room);
        findings.require(stay.sessions.remove(session) != null, "%s leaves %s, where it is not", session, room);
        if (stay.sessions.isEmpty()) {
            Duration stays = isLost(why) ? GRACE : Duration.ZERO;
            stay.isAway(early().plus(stays), now.get().plus(stays));
        }
        if (!room.equals(RoomId.LOBBY) && names(room).isEmpty()) {
            // Where nobody is, and nothing remembered, nobody is waited for.
            all.values().stream().map(one -> one.stays.get(room)).filter(Objects::nonNull)
                    .forEach(one -> one.mayBeGone(early(), one.latest));
        }
    }

    /** The listener hears nothing any more. */
    void isCutOff() {
        heardUntil = early();
    }

    /** {@return whether the listener hears of everything that happens, up to the end} */
    boolean isComplete() {
        return heardUntil == null;
    }

    /** {@return whether the listener hears of all that happened until then} */
    boolean isCompleteUntil(Duration time) {
        return heardUntil == null || time.compareTo(heardUntil) <= 0;
    }

    private Duration early() {
        return now.get().minus(lag.get());
    }

    private Somebody of(PeerId session) {
        return Objects.requireNonNull(bySession.get(session), "a session that has joined");
    }

    private static boolean isLost(LeaveReason why) {
        return switch (why) {
            case LeaveReason.TimedOut silent -> true;
            case LeaveReason.SlowConsumer slow -> true;
            case LeaveReason.Failed ours -> true;
            case LeaveReason.Replaced replaced -> true;
            case LeaveReason.Left left -> false;
            case LeaveReason.Removed removed -> false;
            case LeaveReason.BrokeProtocol broke -> false;
            case LeaveReason.ServerClosed closed -> false;
        };
    }

    // ---- who is there

    /** {@return whose id that is, or was} */
    Optional<Somebody> find(PeerId id) {
        return Optional.ofNullable(bySession.get(id));
    }

    /** {@return since when a session is in a room} */
    Optional<Duration> since(PeerId session, RoomId room) {
        return find(session).map(who -> who.stays.get(room)).map(stay -> stay.sessions.get(session));
    }

    /** {@return in which rooms a session is} */
    Set<RoomId> roomsOf(PeerId session) {
        return find(session).stream().flatMap(who -> who.stays.entrySet().stream())
                .filter(stay -> stay.getValue().sessions.containsKey(session)).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** {@return whether somebody is in a room, or was} */
    boolean hasBeenIn(PeerId id, RoomId room) {
        return find(id).filter(who -> who.stays.containsKey(room)).isPresent();
    }

    /** {@return whether somebody is in a room, or was, and looks like that} */
    boolean knows(RoomId room, Participant seen) {
        return hasBeenIn(seen.id(), room) && find(seen.id())
                .filter(who -> who.name.equals(seen.name()) && who.role == seen.role()).isPresent();
    }

    /** {@return how often somebody may have been gone from a room until then} */
    long departures(Somebody who, RoomId room, Duration until) {
        return who.in(room).gone.stream().filter(time -> time.compareTo(until) <= 0).count();
    }

    /** {@return whether a client other than that one hears what is said to somebody, and did so all the time since then} */
    boolean couldHear(PeerId id, HonestClient but, Duration since) {
        return sessions(id).anyMatch(one -> one.client != null && one.client != but
                && one.since.compareTo(since) <= 0);
    }

    /** {@return whether a session of somebody's has ended since then} */
    boolean hasLost(PeerId id, Duration since) {
        return find(id).filter(who -> who.lastLost.compareTo(since) < 0).isEmpty();
    }

    private Stream<Visitor> sessions(PeerId id) {
        return find(id).stream().flatMap(who -> who.sessions.values().stream());
    }

    /** {@return whether sessions of that program are or were somebody's} */
    boolean isOneOf(PeerId id, HonestClient client) {
        return find(id).filter(who -> who.programs.contains(client)).isPresent();
    }

    /** {@return the names of those who have a session in a room} */
    List<String> names(RoomId room) {
        return all.values().stream().filter(one -> one.isIn(room)).map(one -> one.name).sorted()
                .toList();
    }

    // ---- what the server itself takes for the truth

    /**
     * The server has in a room whoever must be there, and nobody else. Only where its listener hears of all at once, and while its
     * clock runs.
     */
    void check(RoomId room, Presence truth) {
        Duration time = now.get();
        Set<Somebody> there = new HashSet<>();
        for (Participant seen : truth.participants()) {
            Somebody who = bySession.get(seen.id());
            findings.require(who != null && knows(room, seen) && there.add(who) && who.in(room).mayBeThere(time),
                    "at %s the server has %s in %s", time, seen, room);
            if (who != null && room.equals(RoomId.LOBBY)) {
                long gone = departures(who, RoomId.LOBBY, time);
                findings.require(who.seenAs == null || who.seenAs.equals(seen.id()) || who.goneBefore < gone,
                        "at %s %s, who was never gone, was %s before", time, seen, who.seenAs);
                who.seenAs = seen.id();
                who.goneBefore = departures(who, RoomId.LOBBY, time.minus(lag.get().multipliedBy(2)));
            }
        }
        all.values().stream()
                .filter(who -> who.stays.containsKey(room) && who.in(room).mustBeThere(time) && !there.contains(who))
                .forEach(who -> findings.add("at %s the server does not have %s in %s", time, who, room));
    }
}
