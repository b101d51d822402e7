package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a hub: made when somebody enters, gone when nobody is in them and nothing is remembered of them. Owned by the
 * {@link Hub}.
 *
 * <pre>
 *   made, restored --somebody enters--> INHABITED --the last leaves--> over, or RESTING --all forgotten, too many--> over
 *                                           ^-------somebody enters--------'
 * </pre>
 */
final class Rooms {

    private final Map<RoomId, Room> rooms = new LinkedHashMap<>();

    /** Those in which nobody is, longest so first. */
    private final SequencedMap<RoomId, Room> resting = new LinkedHashMap<>();
    private final Archive archive;
    private final @Nullable Bridge bridge;
    private long nextEpoch;

    Rooms(long epoch, Archive archive, @Nullable Bridge bridge) {
        this.nextEpoch = epoch;
        this.archive = archive;
        this.bridge = bridge;
    }

    /** {@return the room that is meant by an id: that of the classic peers may be another one} */
    RoomId meant(RoomId id) {
        return bridge != null && id.equals(RoomId.CLASSIC) ? bridge.room() : id;
    }

    /** {@return how classic peers hear what is said in a room that they share with others, or null} */
    @Nullable
    Form classicFormIn(RoomId id) {
        return bridge != null && bridge.room().equals(id) ? bridge.classicForm() : null;
    }

    /** {@return whether nobody is in a room but classic peers} */
    boolean isOfClassicPeersAlone(RoomId id) {
        return meant(id).equals(RoomId.CLASSIC);
    }

    /** {@return whether a room is one in which somebody is from the start} */
    boolean isHome(RoomId id) {
        return id.equals(RoomId.LOBBY) || id.equals(RoomId.CLASSIC) || classicFormIn(id) != null;
    }

    /** {@return the room in which members are from the start, which lasts} */
    Room home(RoomId id) {
        RoomId meant = meant(id);
        Room room = rooms.computeIfAbsent(meant, made -> new Room(made, nextEpoch++, true));
        resting.remove(meant);
        return room;
    }

    /** {@return the room, made if there is none, for somebody who enters it now} */
    Room enterable(RoomId id) {
        resting.remove(id);
        if (!rooms.containsKey(id) && rooms.size() >= Hub.MOST_ROOMS && !resting.isEmpty()) {
            archive.dropAll(resting.firstEntry().getValue().log());
            settle(resting.firstEntry().getValue());
        }
        // Another epoch each time, so that a room that is made again does not repeat the positions of the one before.
        return rooms.computeIfAbsent(id, made -> new Room(made, nextEpoch++, isHome(made)));
    }

    Optional<Room> find(RoomId id) {
        return Optional.ofNullable(rooms.get(meant(id)));
    }

    /** Somebody has left a room, or what was to be done there is done: it may rest, or be over. */
    void settle(Room room) {
        if (room.isOver()) {
            rooms.remove(room.id());
            resting.remove(room.id());
        } else if (room.isDeserted()) {
            resting.putIfAbsent(room.id(), room);
        }
    }

    /** {@return whether nobody is in a room: to enter it makes it, or wakes it} */
    boolean isNew(RoomId id) {
        return !rooms.containsKey(id) || resting.containsKey(id);
    }

    /** {@return in how many somebody is, those included that last} */
    int inhabited() {
        return rooms.size() - resting.size();
    }

    /** {@return in how many somebody is, which costs a look at each} */
    int occupied() {
        return (int) rooms.values().stream().filter(room -> room.size() > 0).count();
    }

    /** {@return how many there are, those included in which nobody is} */
    int count() {
        return rooms.size();
    }

    // ---- what is remembered

    /** A server that starts again remembers a message. Those of a room come in order; those of an earlier epoch are forgotten. */
    void restore(ChatMessage message, long saidAt) {
        if (!archive.remembers()) {
            // Its room must begin anew: what is said now is not stored, so a later life would give its positions again.
            return;
        }
        Position at = message.position().orElseThrow();
        Room room = rooms.get(message.room());
        if (room == null || room.next().epoch() != at.epoch()) {
            if (room != null) {
                archive.begunAnew(room.log());
            }
            room = new Room(message.room(), at.epoch(), isHome(message.room()));
            rooms.put(room.id(), room);
        }
        room.restored(at);
        archive.keep(room.log(), message, saidAt);
        resting.remove(room.id());
        settle(room);
    }

    /** {@return whether what is said in a room is remembered: not what classic peers say among themselves, who can't ask for it} */
    boolean remembers(Room room) {
        return archive.remembers() && !isOfClassicPeersAlone(room.id());
    }

    /** Remembers what is said in a room that {@link #remembers} it. */
    void keep(Room room, RoomMessage message, long now) {
        archive.keep(room.log(), message.message(), now);
    }

    Archive archive() {
        return archive;
    }

    /** Forgets what is too old. */
    void onTimer(long now) {
        for (Room room = archive.nextTooOld(now); room != null; room = archive.nextTooOld(now)) {
            settle(room);
        }
    }
}
