package io.github.udpchat.model;

import java.util.Objects;

/**
 * A message that was said to this client's user alone. The server vouches for the author.
 *
 * {@snippet :
 * ChatClientListener listener = new ChatClientListener() {
 *     @Override
 *     public void onMessage(ChatMessage message) {}
 *
 *     @Override
 *     public void onDirect(DirectMessage message) {
 *         System.out.println(PrintableText.of(message.author() + " to you alone: " + message.text()));
 *     }
 * };
 * }
 *
 * @param authorId who wrote it, as the server knows the author: to this id an answer goes, as long as the author is there
 * @param author   the author's name
 * @param text     the content as text, control characters included; pass it through {@link PrintableText#of} before it reaches
 *                 a terminal or a log. Of content that is not UTF-8, what {@link Payload#toString} says
 * @param content  the bytes that the author's application sent
 */
public record DirectMessage(PeerId authorId, String author, String text, Payload content) {

    /** Checks that nothing is missing. */
    public DirectMessage {
        Objects.requireNonNull(authorId, "authorId");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(content, "content");
    }
}
