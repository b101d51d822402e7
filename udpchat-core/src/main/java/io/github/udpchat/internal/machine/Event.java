package io.github.udpchat.internal.machine;

import io.github.udpchat.model.ChatMessage;

/** What the application's listener will hear. */
public sealed interface Event extends Notice permits ServerEvent, ClientEvent, EndpointEvent {

    /**
     * {@return for an event that may be dropped when the listener is slow, how many bytes it counts; -1 for one that must
     * reach the listener}
     */
    default int droppableBytes() {
        return -1;
    }

    /** {@return what a message counts: all that travelled, for the name in front of a line may be the longer part} */
    static int bytesOf(ChatMessage message) {
        return Math.max(message.text().length(), message.content().size());
    }
}
