package io.github.udpchat.internal.machine;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import org.jspecify.annotations.Nullable;

/** What happens at a client. */
public sealed interface ClientEvent extends Event {

    /** The client stands differently to its server. */
    record ConnectionChanged(ConnectionState state) implements ClientEvent {}

    /** A message arrived. */
    record Received(ChatMessage message, @Nullable Taken whenTaken) implements ClientEvent {

        @Override
        public int droppableBytes() {
            return Event.droppableBytes(message, whenTaken);
        }
    }
}
