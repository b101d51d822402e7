package io.github.udpchat.model;

import java.util.List;
import java.util.Objects;

/**
 * Who is in a room.
 *
 * {@snippet :
 * Presence presence = room.presence();
 * System.out.println(presence.complete() ? presence.participants().size() + " are here" : "a crowd");
 * }
 *
 * @param participants those who are known to be there, in the order in which they came
 * @param complete     whether that is everybody, as far as is known now. Not so at a client while it has no session (then
 *                     these are those who were there before), before the first list has come, in a room of more than 256
 *                     participants, where nobody is listed, and on the classic protocol, which knows nothing of this
 */
public record Presence(List<Participant> participants, boolean complete) {

    /** Nothing is known of anybody. */
    public static final Presence UNKNOWN = new Presence(List.of(), false);

    /** Takes a copy of the list. */
    public Presence {
        participants = List.copyOf(Objects.requireNonNull(participants, "participants"));
    }
}
