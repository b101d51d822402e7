package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** One room: its members in the order in which they joined, and its count of messages. Owned by the {@link Rooms}. */
final class Room {

    private final RoomId id;
    private final long epoch;
    private final boolean lasting;
    private final Map<PeerId, Member> members = new LinkedHashMap<>();
    private long nextOffset;

    /**
     * An empty room.
     *
     * @param epoch   the epoch of its positions, which no other room has or had
     * @param lasting whether it is there also when nobody is in it
     */
    Room(RoomId id, long epoch, boolean lasting) {
        this.id = id;
        this.epoch = epoch;
        this.lasting = lasting;
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

    /** {@return whether a member is here} */
    boolean has(PeerId peer) {
        return members.containsKey(peer);
    }

    /** {@return whether nobody needs it any more} */
    boolean isOver() {
        return members.isEmpty() && !lasting;
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
    RoomMessage say(long now, @Nullable Member speaker, @Nullable Author author, Utterance utterance, Outbox out) {
        Position position = next();
        nextOffset++;
        RoomMessage message = utterance.at(id, position, author);
        for (Member member : members.values()) {
            if (member != speaker) {
                member.deliver(now, message, out);
            }
        }
        return message;
    }
}
