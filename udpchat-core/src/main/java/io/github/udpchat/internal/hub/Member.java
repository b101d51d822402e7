package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.AdmissionRequest;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/**
 * A peer as the hub sees it: something that a protocol implements and the hub tells what became of it. The hub calls back
 * within {@link Hub#requestJoin} or later, always with the time that it was told itself.
 */
public interface Member {

    /** {@return what the application is asked when this peer wants to join under a name} */
    AdmissionRequest request(String name);

    /** {@return by what it is known again, the surest first; only that mutes it, each keeps it out} */
    List<Mark> marks();

    /**
     * {@return who it is, whatever its name, if it can prove that: members of equal identity under one name are one person to the
     * others. Who can't is itself alone, and nobody waits for it when it is lost}
     */
    Optional<Object> identity();

    /** {@return the room in which it will be: the lobby, where its protocol has none of its own} */
    default RoomId room() {
        return RoomId.LOBBY;
    }

    /** {@return whether it agrees to be where what is said is neither secret nor proved} */
    boolean acceptsPlaintext();

    /** {@return the name under which those of other protocols see it, given what it is} */
    default String shownAs(Peer peer) {
        return peer.name();
    }

    /** {@return whether another member is the same client, so that what that said is no news to this one} */
    default boolean isSameAs(Member other) {
        return this == other;
    }

    /** {@return the member that leaves when this one joins, which then needs no place of its own} */
    Optional<PeerId> replaces();

    /** The application lets it in; this is the last moment for its protocol to object to the name that it got. */
    Optional<DropReason> objection(long now, Peer peer, Outbox out);

    /** {@return whether it may have another name from here on} */
    boolean mayBeCalled(Peer renamed);

    /** It is a member now, and may speak. */
    void joined(long now, Peer peer, Position next, Outbox out);

    /** It is not let in, in the words of whoever decided that, if there are any; the hub has forgotten it. */
    void refused(long now, DropReason why, String text, Outbox out);

    /** Somebody else said something in its room: pass it on. */
    void deliver(long now, RoomMessage message, Outbox out);

    /** What it said in this room itself, perhaps as another member that is the same client, is passed on only now. */
    default void ownPassed(RoomMessage message) {
        // Whoever does not catch up with the past of a room has nothing to skip there.
    }

    /** Who is in its room has changed: it may tell its peer. */
    void presence(long now, RoomId room, PresenceNews news, Outbox out);

    /** Somebody says something to it alone, in the bytes of the one protocol that carries such messages. */
    Reception told(long now, ByteBuffer message, Outbox out);

    /** Somebody else types in its room: it may be told, if that is easy. */
    void typed(long now, RoomId room, Author who, Outbox out);

    /** The application removed it, in its words; the hub has forgotten it. */
    void removed(long now, String why, Outbox out);
}
