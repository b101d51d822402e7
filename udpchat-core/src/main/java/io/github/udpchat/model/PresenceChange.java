package io.github.udpchat.model;

import java.util.Objects;

/**
 * How it has changed who is in a room.
 *
 * {@snippet :
 * PresenceChange change = new PresenceChange.Listed(room.presence());
 * System.out.println(switch (change) {
 *     case PresenceChange.Listed(Presence presence) -> presence.participants().size() + " are here";
 *     case PresenceChange.Arrived(Participant who) -> PrintableText.of(who.name()) + " came";
 *     case PresenceChange.Departed(Participant who) -> PrintableText.of(who.name()) + " went";
 *     case PresenceChange.Changed(Participant was, Participant is) -> PrintableText.of(was.name() + " is " + is.name());
 * });
 * }
 */
public sealed interface PresenceChange {

    /**
     * Here is a list anew, which takes the place of all that was known: the client is in the room in a new session, or the room has
     * become too crowded for a list, or is so no more.
     *
     * @param presence who is there; not complete in a crowded room, and empty then
     */
    record Listed(Presence presence) implements PresenceChange {

        /** Checks that nothing is missing. */
        public Listed {
            Objects.requireNonNull(presence, "presence");
        }
    }

    /**
     * Somebody came.
     *
     * @param participant who
     */
    record Arrived(Participant participant) implements PresenceChange {

        /** Checks that nothing is missing. */
        public Arrived {
            Objects.requireNonNull(participant, "participant");
        }
    }

    /**
     * Somebody is there no more. Of somebody whose connection was lost that is said 15 seconds after the server has noticed.
     *
     * @param participant who, as it was
     */
    record Departed(Participant participant) implements PresenceChange {

        /** Checks that nothing is missing. */
        public Departed {
            Objects.requireNonNull(participant, "participant");
        }
    }

    /**
     * Somebody has another name or another role.
     *
     * @param before as it was
     * @param after  as it is; the id is the same
     */
    record Changed(Participant before, Participant after) implements PresenceChange {

        /** Checks that nothing is missing. */
        public Changed {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }
}
