package io.github.udpchat.internal.hub;

import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** Something that is said and has no place in a room yet. */
@FunctionalInterface
public interface Utterance {

    /** {@return the message at that place, by a member, or by the server itself if there is no author} */
    RoomMessage at(RoomId room, Position position, @Nullable Author author);
}
