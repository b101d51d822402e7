package io.github.udpchat.internal.engine;

import io.github.udpchat.internal.machine.Event;

/** Who hears of events: the facade, which turns them into calls of the application's listeners. */
public interface EventListener {

    /**
     * Hears an event, on the events thread.
     *
     * @param event what happened
     */
    void hear(Event event);

    /**
     * {@return whether an event is worth being queued; asked under the engine's lock. A server that nobody listens to need not
     * wake a thread for each message}
     */
    default boolean wants(Event event) {
        return true;
    }
}
