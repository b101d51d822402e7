package io.github.udpchat;

import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;

/**
 * A message that a codec has read.
 *
 * {@snippet :
 * client.join("poll", Codec.text(), (TypedMessage<String> vote) -> {
 *     String voter = vote.message().author().orElse("the server");
 *     System.out.println(PrintableText.of(voter + " votes for " + vote.value()));
 * });
 * }
 *
 * @param <T>     the application's message type
 * @param value   what the codec made of the message's content
 * @param from    the member that said it, at a server; a client of the classic protocol knows only what the message itself
 *                says, see {@link ChatMessage#author}
 * @param message the message as it came
 */
public record TypedMessage<T>(T value, Optional<Peer> from, ChatMessage message) {

    /** Checks that nothing is missing. */
    public TypedMessage {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(message, "message");
    }
}
