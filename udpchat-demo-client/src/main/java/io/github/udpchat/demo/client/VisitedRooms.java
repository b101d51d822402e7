package io.github.udpchat.demo.client;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.Room;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.RoomId;

/** The rooms in which the client is, of which the one that was entered last is the current one. Safe for use by several threads. */
final class VisitedRooms {

    /** Without the lobby, which is current where there is no other. */
    private final Deque<Room> rooms = new ConcurrentLinkedDeque<>();

    /** {@return what tells of the current room before a line} */
    String sign() {
        Room last = rooms.peekLast();
        return last == null ? "" : Words.inFrontOf(last.id());
    }

    Room current(ChatClient client) {
        Room last = rooms.peekLast();
        return last == null ? client.lobby() : last;
    }

    /** {@return who is known to be in any of them} */
    Stream<Participant> people(ChatClient client) {
        return Stream.concat(Stream.of(client.lobby()), rooms.stream())
                .flatMap(room -> room.presence().participants().stream());
    }

    /** The client is in this one, or goes back to it. */
    void entered(Room room) {
        left(room.id());
        rooms.addLast(room);
    }

    /** The client is in this one no more, if it was. */
    void left(RoomId room) {
        rooms.removeIf(known -> known.id().equals(room));
    }
}
