package io.github.udpchat.internal.machine;

import io.github.udpchat.model.ChatMessage;
import org.jspecify.annotations.Nullable;

/** What the application's listener will hear. */
public sealed interface Event extends Notice permits ServerEvent, ClientEvent, EndpointEvent {

    /** The number of {@link #droppableBytes} that says that none may be dropped. */
    int MUST_ARRIVE = -1;

    /**
     * {@return for an event that may be dropped when the listener is slow, how many bytes it counts; {@link #MUST_ARRIVE} for
     * one that must reach the listener}
     */
    default int droppableBytes() {
        return MUST_ARRIVE;
    }

    /** {@return who is to be told when the listener has heard the event, if anybody is} */
    default @Nullable Taken whenTaken() {
        return null;
    }

    /** {@return what a message counts: all that travelled, for the name in front of a line may be the longer part} */
    static int bytesOf(ChatMessage message) {
        return Math.max(message.text().length(), message.content().size());
    }

    /** {@return what a message counts as an event: nothing is dropped of which a machine wants to know that it was taken} */
    static int droppableBytes(ChatMessage message, @Nullable Taken whenTaken) {
        return whenTaken == null ? bytesOf(message) : MUST_ARRIVE;
    }
}
