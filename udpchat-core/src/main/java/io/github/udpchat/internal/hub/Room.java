package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** One room: its members in the order in which they joined, and its count of messages. Owned by the hub. */
final class Room {

    private final RoomId id;
    private final long epoch;
    private final Map<PeerId, Member> members = new LinkedHashMap<>();
    private long nextOffset;

    Room(RoomId id, long epoch) {
        this.id = id;
        this.epoch = epoch;
    }

    RoomId id() {
        return id;
    }

    void add(PeerId peer, Member member) {
        members.put(peer, member);
    }

    void remove(PeerId peer) {
        members.remove(peer);
    }

    /** {@return how many messages were said here} */
    long messages() {
        return nextOffset;
    }

    /** Passes a message to every member but its author, and returns where it stands in the room. */
    Position say(@Nullable Member author, RoomMessage message, Outbox out) {
        Position position = new Position(epoch, nextOffset++);
        for (Member member : members.values()) {
            if (member != author) {
                member.deliver(message, out);
            }
        }
        return position;
    }
}
