package io.github.udpchat.internal.machine;

/**
 * Hears that the application's listener has returned from an event, or that nobody listens to such events. This is how a
 * machine knows what its application has taken, and how much more it can let the peer send.
 */
public interface Taken {

    /** The event has been heard. Called once, like everything of a machine, and never after the end. */
    void onTaken(long now, Outbox out);
}
