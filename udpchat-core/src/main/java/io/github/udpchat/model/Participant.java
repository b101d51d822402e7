package io.github.udpchat.model;

import java.util.Objects;

/**
 * Somebody who is in a room, as the others there see it: an identity under a name. Several sessions of one identity under one
 * name are one participant, who is there while one of them is.
 *
 * {@snippet :
 * for (Participant who : room.presence().participants()) {
 *     System.out.println(PrintableText.of(who.name()) + (who.role() == Role.MODERATOR ? " (moderator)" : ""));
 * }
 * }
 *
 * @param id   who that is, as long as it is there; in {@link ChatMessage#authorId} it is the author's
 * @param name the name in use
 * @param role what it may do
 */
public record Participant(PeerId id, String name, Role role) {

    /** Checks that nothing is missing. */
    public Participant {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
    }
}
