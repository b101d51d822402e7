package io.github.udpchat.internal.machine;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** What happens at a client. */
public sealed interface ClientEvent extends Event {

    /** The client stands differently to its server. */
    record ConnectionChanged(ConnectionState state) implements ClientEvent {}

    /** The client is in a room no more, which is not its own wish. */
    record Expelled(RoomId room, DropReason why) implements ClientEvent {}

    /** Classic peers hear a room in which the client is from now on. */
    record PlaintextRoom(RoomId room) implements ClientEvent {}

    /** What comes now of a room was said before the client was in it. */
    record Recalled(RoomId room, Recall recall) implements ClientEvent {}

    /** Who is in some rooms has changed. No other such event comes before {@link ClientMachine#takePresence} has said how. */
    record PresenceChanged() implements ClientEvent {}

    /** A message arrived that was for this client's user alone. */
    record ReceivedDirect(DirectMessage message, @Nullable Taken whenTaken) implements ClientEvent {}

    /** Somebody types in a room. */
    record Typing(RoomId room, PeerId who, String name) implements ClientEvent {

        @Override
        public int droppableBytes() {
            return name.length();
        }
    }

    /** A message arrived in a room. */
    record Received(ChatMessage message, @Nullable Taken whenTaken) implements ClientEvent {

        @Override
        public int droppableBytes() {
            return Event.droppableBytes(message, whenTaken);
        }
    }
}
