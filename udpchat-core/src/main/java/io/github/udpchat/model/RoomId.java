package io.github.udpchat.model;

import java.util.Objects;

/**
 * Names a room.
 *
 * {@snippet :
 * server.room(RoomId.LOBBY).send("to all");
 * server.room(new RoomId("dev")).send("to those in dev");
 * }
 *
 * @param name the room's name, 1 to 64 characters, none of them a control character
 */
public record RoomId(String name) {

    /** Longest room name, in UTF-16 characters; a longer one is refused with an {@link IllegalArgumentException}. */
    public static final int MAX_NAME_CHARS = 64;

    /** The one room in which all peers of the classic protocol are. */
    public static final RoomId CLASSIC = new RoomId("classic");

    /** The room in which all peers of the session protocol are. */
    public static final RoomId LOBBY = new RoomId("lobby");

    /** Checks the name. */
    public RoomId {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException(
                    "room name must have 1 to " + MAX_NAME_CHARS + " characters, had " + name.length());
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "room name must not contain control characters, was \"" + PrintableText.of(name) + "\"");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
