package io.github.udpchat.internal.hub;

import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;

/** What the members of a room are told of who is there. One object for all of them. */
public sealed interface PresenceNews {

    /**
     * Somebody is there who was not.
     *
     * @param who somebody
     */
    record Arrived(Participant who) implements PresenceNews {}

    /**
     * Somebody is there no more.
     *
     * @param who its id
     */
    record Departed(PeerId who) implements PresenceNews {}

    /**
     * Somebody who is there has another name or role.
     *
     * @param who as it is now
     */
    record Changed(Participant who) implements PresenceNews {}

    /** The room has become crowded, or is so no more: {@link Persons#shownIn} says anew who is there. */
    record Anew() implements PresenceNews {}
}
