package io.github.udpchat.internal.classic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

import io.github.udpchat.internal.hub.Form;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.PrintableText;

/** How what is said travels to classic peers. */
public final class ClassicForm {

    /** Where they are among themselves: a message as the text that it is. */
    public static final Form FORM = message -> ClassicFormat.write(message.text());

    private ClassicForm() {}

    /** {@return the form in a room that they share with sessions: a name and one printable line of at most so many bytes} */
    public static Form besideSessions(int maxDatagramBytes) {
        return message -> {
            try {
                ByteBuffer line = ClassicFormat.write(shown(message));
                return line.remaining() <= maxDatagramBytes ? line : null;
            } catch (CharacterCodingException binary) {
                return null;
            }
        };
    }

    private static String shown(ChatMessage message) throws CharacterCodingException {
        return ClassicFormat.prefix(message.author().orElse("")) + PrintableText.of(message.content().decodeUtf8());
    }
}
