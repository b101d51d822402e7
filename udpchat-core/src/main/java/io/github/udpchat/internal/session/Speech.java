package io.github.udpchat.internal.session;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;

import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;

/** What is said in a room of sessions, as the application sees it and as it travels: PROTOCOL.md, section 2.15. */
public final class Speech {

    private Speech() {}

    /** {@return what a member says, to be put into bytes once its place in the room is known} */
    static Utterance of(RoomId room, Payload content) {
        return of(room, "", content);
    }

    /** {@return what a member says, or the server itself under this name} */
    public static Utterance of(RoomId room, String serverName, Payload content) {
        return (position, author) -> {
            String name = author == null ? serverName : author.name();
            long id = author == null ? RoomFormat.SERVER : author.id().value();
            return new RoomMessage(message(room, name, content), position,
                    new RoomFormat.Heard(position.offset(), id, name, content.asByteBuffer()).write());
        };
    }

    /** {@return a message as a listener hears it} */
    static ChatMessage message(RoomId room, String author, Payload content) {
        return new ChatMessage(room, Optional.of(author), textOf(content), content);
    }

    /** Content that is no text is shown as what it is; a codec reads the content itself. */
    private static String textOf(Payload content) {
        try {
            return content.decodeUtf8();
        } catch (CharacterCodingException binary) {
            return content.toString();
        }
    }
}
