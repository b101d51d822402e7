package io.github.udpchat.internal.hub;

import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Position;
import org.jspecify.annotations.Nullable;

/** Something that is said and has no place in the room yet. A protocol may need the place to put it into bytes. */
@FunctionalInterface
public interface Utterance {

    /** {@return the message at that place, by a member, or by the server itself if there is no author} */
    RoomMessage at(Position position, @Nullable Peer author);
}
