package io.github.udpchat.model;

import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A message as a listener receives it.
 *
 * <p>
 * On the classic protocol a message is one text. Clients write {@code [name]->line} by convention; where a text has that
 * form, {@link #author()} is the name in it and {@link #content()} is the line. Otherwise there is no author and the
 * content is the whole text. Nothing vouches for the author on classic.
 *
 * {@snippet :
 * String author = message.author().orElse("the server");
 * System.out.println(message.room() + " " + PrintableText.of(author + ": " + message.text()));
 * }
 *
 * @param room    the room that it was said in
 * @param author  the name that the message itself gives for who wrote it
 * @param text    the whole text as it travelled, control characters included; pass it through {@link PrintableText#of}
 *                before it reaches a terminal or a log. On the session protocol that is the content; content that is no UTF-8 is
 *                shown as what it is, with some of its bytes as hexadecimal digits
 * @param content the bytes that the author's application sent, without what the library put around them; this is what a
 *                codec decodes
 * @param authorId who wrote it, as the author is known to the others (a {@link Participant}: of somebody with several sessions
 *                 that is one id, and each session has a {@link Peer#id} of its own); nothing where the server itself wrote it, and at a client of the classic protocol
 * @param position where it stands in the room, as far as this endpoint knows it; nothing at a client of the classic protocol
 * @param age      for an old message how long ago it was said, by the server's clock, when the server sent it; nothing for one
 *                 that was said just now
 */
public record ChatMessage(RoomId room, Optional<String> author, String text, Payload content, Optional<PeerId> authorId,
        Optional<Position> position, Optional<Duration> age) {

    /** Checks that nothing is missing. */
    public ChatMessage {
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(authorId, "authorId");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(age, "age");
    }

    /**
     * A message of which no more is known.
     *
     * @param room    the room that it was said in
     * @param author  the name that the message itself gives for who wrote it
     * @param text    the whole text
     * @param content the bytes that the author's application sent
     */
    public ChatMessage(RoomId room, Optional<String> author, String text, Payload content) {
        this(room, author, text, content, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The content as text: the line without the name in front of it.
     *
     * @return the line
     * @throws IllegalStateException if the content is not UTF-8, which can't happen on the classic protocol
     */
    public String line() {
        try {
            return content.decodeUtf8();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("the content is not text: " + content, e);
        }
    }
}
