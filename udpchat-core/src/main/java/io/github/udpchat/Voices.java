package io.github.udpchat;

import java.nio.ByteBuffer;
import java.util.function.Function;

import io.github.udpchat.internal.classic.ClassicForm;
import io.github.udpchat.internal.classic.ClassicSpeaker;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.hub.Utterance;
import io.github.udpchat.internal.session.Speech;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;

/** What the application says, checked on its own thread and put into the form of a protocol. */
final class Voices {

    private Voices() {}

    /** {@return how a classic server speaks} */
    static Function<Payload, Utterance> ofClassicServer(ClassicSpeaker speaker) {
        return content -> {
            String text = speaker.text(content);
            ByteBuffer bytes = ClassicFormat.write(text);
            ChatMessage message = ClassicFormat.message(RoomId.CLASSIC, text);
            return (room, position, author) -> new RoomMessage(message, position, ClassicForm.FORM, bytes);
        };
    }

    /** Refuses a name under which a server of sessions can't speak. */
    static void requireSpeakable(String name) {
        int bytes = Payload.utf8(name).size();
        if (bytes > ControlMessage.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("the server's name must have at most " + ControlMessage.MAX_NAME_BYTES
                    + " bytes on the session protocol, had " + bytes);
        }
    }

    /** {@return how a server of sessions speaks} */
    static Function<Payload, Utterance> ofSessionServer(String name) {
        return content -> {
            requireFits(content);
            return Speech.of(name, content);
        };
    }

    /** {@return how a session client speaks} */
    static Function<Payload, ByteBuffer> ofSessionClient() {
        return Voices::fitting;
    }

    /** {@return the bytes of a content that is not too long for the session protocol} */
    static ByteBuffer fitting(Payload content) {
        requireFits(content);
        return content.asByteBuffer();
    }

    private static void requireFits(Payload content) {
        if (content.size() > RoomFormat.MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("message has " + content.size() + " bytes, more than the "
                    + RoomFormat.MAX_CONTENT_BYTES + " that the session protocol carries");
        }
    }
}
