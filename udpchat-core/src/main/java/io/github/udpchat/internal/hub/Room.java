package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Peer;
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

    /** {@return how many members it has} */
    int size() {
        return members.size();
    }

    /** {@return where the next message will stand} */
    Position next() {
        return new Position(epoch, nextOffset);
    }

    /** Passes a message to every member but its author, and returns it with its place in the room. */
    RoomMessage say(long now, @Nullable Member author, @Nullable Peer as, Utterance utterance, Outbox out) {
        Position position = next();
        nextOffset++;
        RoomMessage message = utterance.at(position, as);
        for (Member member : members.values()) {
            if (member != author) {
                member.deliver(now, message, out);
            }
        }
        return message;
    }
}
