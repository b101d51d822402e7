package io.github.udpchat.internal.session;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.MalformedException;

/** Who has a {@link Link}, and hears what comes on it. */
interface LinkOwner {

    /** Something authentic came, whatever it is. */
    void onHeard(long now);

    /**
     * A message came. What is wrong with it ends the session as a violation. One on another channel than the control channel
     * counts as taken, so that the peer may send another, when the owner says so: {@link Link#taken}.
     */
    void onMessage(long now, Incoming.Arrival message, Outbox out) throws MalformedException;

    /** Both sides have ended a channel, and everything on it was taken. */
    default void onChannelEnd(long now, long channel, Outbox out) throws MalformedException {}

    /** The session has ended without this side's wish; nothing more comes. */
    void onEnd(long now, SessionEnd why, Outbox out);
}
