package io.github.udpchat.internal.machine;

import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.RoomId;

/**
 * What a client's listener hears about who is in a room.
 *
 * @param room   which
 * @param change what has changed
 */
public record RoomNews(RoomId room, PresenceChange change) {}
