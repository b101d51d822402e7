package io.github.udpchat.model;

import java.util.Objects;

/**
 * What a client gets of what was said in a room before, when it enters the room, or enters it again.
 *
 * {@snippet :
 * Recall recall = new Recall.Fresh();
 * System.out.println(switch (recall) {
 *     case Recall.Fresh() -> "here is what was said last";
 *     case Recall.Recovered(Position from) -> "here is all that was missed";
 *     case Recall.Gap(Position missed, Position from) -> "some of it is lost";
 * });
 * }
 */
public sealed interface Recall {

    /** The client was not here before, or the room has begun anew since: the latest messages, as many as it asked for. */
    record Fresh() implements Recall {}

    /**
     * Everything that was said since the client was last here.
     *
     * @param from where that begins; if nothing was said, where the next message will stand
     */
    record Recovered(Position from) implements Recall {

        /** Checks that nothing is missing. */
        public Recovered {
            Objects.requireNonNull(from, "from");
        }
    }

    /**
     * Not everything that was said since the client was last here: the server does not remember the earlier part.
     *
     * @param missed where the first message would stand that the client has missed
     * @param from   where that begins which the server remembers; if it remembers nothing, where the next message will stand
     */
    record Gap(Position missed, Position from) implements Recall {

        /** Checks that nothing is missing. */
        public Gap {
            Objects.requireNonNull(missed, "missed");
            Objects.requireNonNull(from, "from");
        }
    }
}
