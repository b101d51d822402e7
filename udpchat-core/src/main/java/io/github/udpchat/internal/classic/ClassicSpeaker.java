package io.github.udpchat.internal.classic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;

/**
 * Says lines under a name: makes {@code [name]->line} of them, and refuses what the wire can't carry. Immutable.
 */
public final class ClassicSpeaker {

    private final String name;
    private final int maxDatagramBytes;

    /**
     * A speaker of that name.
     *
     * @throws IllegalArgumentException if the name is empty, is the word that leaves, contains what ends a name, has no
     *                                  UTF-8 form, or leaves no room for a line
     */
    public ClassicSpeaker(String name, int maxDatagramBytes) {
        if (name.isEmpty() || name.equals(ClassicFormat.LEAVE) || name.contains(ClassicFormat.NAME_END)) {
            throw new IllegalArgumentException(
                    "name must not be empty, nor \"" + ClassicFormat.LEAVE + "\", which leaves,"
                            + " nor contain \"" + ClassicFormat.NAME_END + "\", which ends a name; was \""
                            + PrintableText.of(name) + "\"");
        }
        int bytes = Payload.utf8(ClassicFormat.prefix(name)).size();
        if (bytes >= maxDatagramBytes) {
            throw new IllegalArgumentException("name \"" + PrintableText.of(name) + "\" makes " + bytes
                    + " bytes in front of each line, which leaves no room in a datagram of " + maxDatagramBytes);
        }
        this.name = name;
        this.maxDatagramBytes = maxDatagramBytes;
    }

    /** {@return the name} */
    public String name() {
        return name;
    }

    /**
     * The text that carries some content.
     *
     * @throws IllegalArgumentException if the content is not UTF-8, or too long
     */
    public String text(Payload content) {
        try {
            String text = ClassicFormat.prefix(name) + content.decodeUtf8();
            int bytes = Payload.utf8(text).size();
            if (bytes > maxDatagramBytes) {
                throw new IllegalArgumentException(
                        "message has " + bytes + " bytes with its name in front, more than the"
                                + " limit of " + maxDatagramBytes + " for a datagram");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("content must be UTF-8 on the classic protocol, was " + content, e);
        }
    }

    /** {@return the datagram that carries some content; refuses like {@link #text}} */
    public ByteBuffer datagram(Payload content) {
        return ClassicFormat.write(text(content));
    }
}
