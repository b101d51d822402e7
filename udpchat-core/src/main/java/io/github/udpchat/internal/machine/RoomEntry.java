package io.github.udpchat.internal.machine;

import io.github.udpchat.model.DropReason;

/** How a client's wish to be in a room ends. */
public sealed interface RoomEntry {

    /** The client is in the room. */
    record Entered() implements RoomEntry {}

    /**
     * It is not.
     *
     * @param why what stands against it
     */
    record Refused(DropReason why) implements RoomEntry {}
}
