package io.github.udpchat.internal.machine;

import io.github.udpchat.model.ChatMessage;

/** What happens at a client. */
public sealed interface ClientEvent extends Event {

    /** A message arrived. */
    record Received(ChatMessage message) implements ClientEvent {

        @Override
        public int droppableBytes() {
            return Event.bytesOf(message);
        }
    }
}
