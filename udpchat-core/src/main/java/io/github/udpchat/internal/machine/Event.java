package io.github.udpchat.internal.machine;

/** What the application's listener will hear. */
public sealed interface Event extends Notice permits ServerEvent, ClientEvent, EndpointEvent {

    /**
     * {@return for an event that may be dropped when the listener is slow, how many bytes it counts; -1 for one that must
     * reach the listener}
     */
    default int droppableBytes() {
        return -1;
    }
}
