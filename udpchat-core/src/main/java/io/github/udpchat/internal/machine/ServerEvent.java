package io.github.udpchat.internal.machine;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** What happens at a server. */
public sealed interface ServerEvent extends Event {

    /** A peer became a member of a room. */
    record Joined(Peer peer, RoomId room) implements ServerEvent {}

    /** A member has another name. */
    record Renamed(Peer before, Peer after) implements ServerEvent {}

    /** A peer is no longer a member of a room. */
    record Left(Peer peer, RoomId room, LeaveReason why) implements ServerEvent {}

    /** A member said something. */
    record Said(Peer from, ChatMessage message, @Nullable Taken whenTaken) implements ServerEvent {

        @Override
        public int droppableBytes() {
            return Event.droppableBytes(message, whenTaken);
        }
    }
}
