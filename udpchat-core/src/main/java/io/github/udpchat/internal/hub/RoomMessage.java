package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;

import io.github.udpchat.model.ChatMessage;

/**
 * A message on its way to the members of a room.
 *
 * @param message what the application sees
 * @param line    the message as a line of UTF-8, encoded once and shared by all who receive it in this form
 */
public record RoomMessage(ChatMessage message, ByteBuffer line) {}
