package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.model.RoomId;

/** The rooms of a hub: made when somebody enters, gone when nobody is in them. Owned by the {@link Hub}. */
final class Rooms {

    private final Map<RoomId, Room> rooms = new LinkedHashMap<>();
    private long nextEpoch;

    Rooms(long epoch) {
        this.nextEpoch = epoch;
    }

    /** {@return the room in which members are from the start, which lasts} */
    Room home(RoomId id) {
        return rooms.computeIfAbsent(id, made -> new Room(made, nextEpoch++, true));
    }

    /** {@return the room, made if there is none} */
    Room enterable(RoomId id) {
        // Another epoch each time, so that a room that is made again does not repeat the positions of the one before.
        return rooms.computeIfAbsent(id, made -> new Room(made, nextEpoch++, false));
    }

    Optional<Room> find(RoomId id) {
        return Optional.ofNullable(rooms.get(id));
    }

    /** Somebody has left a room. */
    void left(Room room) {
        if (room.isOver()) {
            rooms.remove(room.id());
        }
    }

    /** {@return how many there are} */
    int size() {
        return rooms.size();
    }
}
