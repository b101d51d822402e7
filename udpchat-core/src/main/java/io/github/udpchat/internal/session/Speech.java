package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Optional;

import io.github.udpchat.internal.hub.Author;
import io.github.udpchat.internal.hub.Form;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/** What is said in a room of sessions, or to one person alone, as the application sees it and as it travels: PROTOCOL.md, section 2.15. */
public final class Speech {

    private Speech() {}

    /** The form in which messages travel in rooms of sessions. */
    static final Form FORM = message -> write(message, RoomFormat.NEW);

    /** {@return a message of which is told how long ago it was said} */
    static ByteBuffer old(ChatMessage message, long ageMillis) {
        return write(message, ageMillis);
    }

    private static ByteBuffer write(ChatMessage message, long ageMillis) {
        return new RoomFormat.Heard(message.position().orElseThrow().offset(),
                message.authorId().map(PeerId::value).orElse(RoomFormat.SERVER), message.author().orElseThrow(),
                ageMillis, message.content().asByteBuffer()).write();
    }

    /** {@return what a member says} */
    static Utterance of(Payload content) {
        return of("", content);
    }

    /** {@return what a member says, or the server itself under this name} */
    public static Utterance of(String serverName, Payload content) {
        return (room, position, author) -> new RoomMessage(new ChatMessage(room,
                Optional.of(author == null ? serverName : author.name()), textOf(content), content,
                Optional.ofNullable(author).map(Author::id), Optional.of(position), Optional.empty()), position);
    }

    /** {@return what a client has heard in a room, as its listener hears it} */
    static ChatMessage heard(RoomId room, long epoch, RoomFormat.Heard heard) {
        Payload content = Payload.copyOf(heard.content());
        return new ChatMessage(room, Optional.of(heard.author()), textOf(content), content,
                heard.authorId() == RoomFormat.SERVER ? Optional.empty() : Optional.of(new PeerId(heard.authorId())),
                Optional.of(new Position(epoch, heard.offset())), heard.ageMillis() == RoomFormat.NEW
                        ? Optional.empty() : Optional.of(Duration.ofMillis(heard.ageMillis())));
    }

    /** {@return what a client has heard alone, as its listener hears it} */
    static DirectMessage heard(DirectFormat.Heard heard) {
        Payload content = Payload.copyOf(heard.content());
        return new DirectMessage(new PeerId(heard.authorId()), heard.author(), textOf(content), content);
    }

    /** {@return content as text; what is no text is shown as what it is, and a codec reads the content itself} */
    public static String textOf(Payload content) {
        try {
            return content.decodeUtf8();
        } catch (CharacterCodingException binary) {
            return content.toString();
        }
    }
}
