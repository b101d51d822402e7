package io.github.udpchat;

import java.util.Objects;

import io.github.udpchat.model.ChatMessage;

/**
 * A message that a codec has read.
 *
 * @param <T>     the application's message type
 * @param value   what the codec made of the message's content
 * @param message the message as it came, with its room and author
 */
public record TypedMessage<T>(T value, ChatMessage message) {

    /** Checks that nothing is missing. */
    public TypedMessage {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(message, "message");
    }
}
