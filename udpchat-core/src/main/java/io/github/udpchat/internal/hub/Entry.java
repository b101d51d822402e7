package io.github.udpchat.internal.hub;

import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Position;

/** How the wish to enter a room ends. */
public sealed interface Entry {

    /**
     * The member is in the room.
     *
     * @param next where the next message there will stand
     */
    record In(Position next) implements Entry {}

    /**
     * It is not.
     *
     * @param why what stands against it
     */
    record Refused(DropReason why) implements Entry {}
}
