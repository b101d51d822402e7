package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.RoomId;

/**
 * Whom one client sees in its rooms, as its listener is told, over all of its sessions; and whether that can be. What it has seen
 * is judged in the end, for the server's listener may hear later of who comes and goes. Owned by the client.
 */
final class Sight {

    private final World world;
    private final HonestClient client;
    private final Map<RoomId, View> views = new HashMap<>();
    private final Set<Seen> seen = new HashSet<>();
    private final List<Departure> departures = new ArrayList<>();

    /** One room: a list, and then how it changes. */
    private static final class View {

        private final Map<PeerId, Participant> there = new LinkedHashMap<>();
        private boolean awaitsList = true;
    }

    /** The lives of the server in one of which something was said. */
    private record Lives(int first, int last) {

        IntStream all() {
            return IntStream.rangeClosed(first, last);
        }
    }

    /** Somebody was seen in a room. */
    private record Seen(RoomId room, Participant who, Lives lives) {}

    private record Departure(RoomId room, PeerId who, Duration at, int life) {}

    Sight(World world, HonestClient client) {
        this.world = world;
        this.client = client;
    }

    private View view(RoomId room) {
        return views.computeIfAbsent(room, entered -> new View());
    }

    private Lives lives() {
        return new Lives(client.hearsLate() ? 1 : client.life(), world.server().lives());
    }

    // ---- what happens

    /** The session is lost. A slow listener may have been told the next list already. */
    void interrupted() {
        if (!client.hearsLate()) {
            views.values().forEach(view -> view.awaitsList = true);
        }
    }

    /** The client leaves a room, and forgets it. */
    void leaves(RoomId room) {
        views.remove(room);
    }

    void hears(RoomId room, PresenceChange change) {
        View view = view(room);
        switch (change) {
            case PresenceChange.Listed(Presence list) -> {
                require(list.complete() || list.participants().isEmpty() && world.isCrowded(), room, change);
                view.awaitsList = false;
                view.there.clear();
                list.participants().forEach(who -> require(view.there.put(who.id(), who) == null, room, change));
                list.participants().forEach(who -> seen.add(new Seen(room, who, lives())));
            }
            case PresenceChange.Arrived(Participant who) -> {
                require(!view.awaitsList && view.there.put(who.id(), who) == null, room, change);
                seen.add(new Seen(room, who, lives()));
            }
            case PresenceChange.Departed(Participant who) -> {
                require(!view.awaitsList && view.there.remove(who.id(), who), room, change);
                Lives lives = lives();
                if (lives.first == lives.last) {
                    departures.add(new Departure(room, who.id(), world.net().now(), lives.first));
                }
            }
            // Nobody gets another name or role in a run.
            case PresenceChange.Changed changed -> require(false, room, change);
        }
    }

    /** Somebody says something, or types, in a room in which it is. */
    void sees(RoomId room, Participant who) {
        seen.add(new Seen(room, who, lives()));
    }

    private void require(boolean holds, RoomId room, Object what) {
        if (!holds) {
            world.findings().add("%s in %s at %s was told %s, where it has %s", client.name(), room, world.net().now(),
                    what, view(room).there.values());
        }
    }

    /** {@return whom it sees in a room} */
    Set<Participant> in(RoomId room) {
        return Set.copyOf(view(room).there.values());
    }

    // ---- in the end

    /** Everybody was there who was seen, and nobody was told to be gone who was not. */
    void check() {
        HonestServer server = world.server();
        seen.forEach(one -> world.findings().require(
                one.lives.all().mapToObj(server::attendances)
                        .anyMatch(there -> !there.isComplete() || there.knows(one.room, one.who)),
                "%s was seen by %s, and was not there", one, client.name()));
        Map<Object, Map<RoomId, Integer>> counts = new HashMap<>();
        for (Departure departure : departures) {
            Attendances attendances = server.attendances(departure.life);
            attendances.find(departure.who).ifPresent(who -> {
                int count = counts.computeIfAbsent(who, none -> new HashMap<>()).merge(departure.room, 1,
                        Integer::sum);
                world.findings().require(!attendances.isCompleteUntil(departure.at)
                        || count <= attendances.departures(who, departure.room, departure.at),
                        "%s was told of %s, of %s, and it was not gone, or not so often", client.name(), departure,
                        who);
            });
        }
    }
}
