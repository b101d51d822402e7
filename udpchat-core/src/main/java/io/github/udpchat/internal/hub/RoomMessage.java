package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Position;

/**
 * A message on its way to the members of a room.
 *
 * @param message what the application sees
 * @param at      where it stands in the room
 * @param bytes   the message as the room's protocol carries it, encoded once and shared by all who receive it
 */
public record RoomMessage(ChatMessage message, Position at, ByteBuffer bytes) {}
