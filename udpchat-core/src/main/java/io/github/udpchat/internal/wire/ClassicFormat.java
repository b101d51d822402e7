package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;

/**
 * Reads and writes the datagrams of the classic protocol: PROTOCOL.md, sections 1.2 and 1.3. Not safe for several
 * threads: the decoder is reused.
 */
public final class ClassicFormat {

    /** The message that leaves. */
    public static final String LEAVE = "qqq";

    /** What stands between a name and its line. */
    public static final String NAME_END = "]->";

    /** What the JDK's lenient decoder puts in the place of each piece that is not UTF-8; it may also have been sent. */
    private static final char REPLACEMENT = '\uFFFD';

    private final int maxDatagramBytes;
    private final CharsetDecoder strictUtf8 = StandardCharsets.UTF_8.newDecoder();

    /** Reads datagrams of at most so many bytes. */
    public ClassicFormat(int maxDatagramBytes) {
        this.maxDatagramBytes = maxDatagramBytes;
    }

    /**
     * Reads a datagram, from position to limit.
     * <ol>
     * <li>Longer than the limit: {@code TOO_LARGE}.
     * <li>No bytes: {@code EMPTY}.
     * <li>Not UTF-8: {@code NOT_UTF8}.
     * <li>Exactly {@code qqq}: leave. All else: text.
     * </ol>
     */
    public ClassicFrame read(ByteBuffer datagram) {
        if (datagram.remaining() > maxDatagramBytes) {
            return new ClassicFrame.Malformed(DropReason.TOO_LARGE);
        }
        if (!datagram.hasRemaining()) {
            return new ClassicFrame.Malformed(DropReason.EMPTY);
        }
        byte[] bytes = new byte[datagram.remaining()];
        datagram.get(datagram.position(), bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(bytes)) {
            return new ClassicFrame.Malformed(DropReason.NOT_UTF8);
        }
        return text.equals(LEAVE) ? new ClassicFrame.Leave() : new ClassicFrame.Text(text, ByteBuffer.wrap(bytes));
    }

    /** Asked only of what the lenient and much faster decoder may have mended. */
    private boolean isUtf8(byte[] bytes) {
        try {
            strictUtf8.decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** {@return the datagram that is this text} */
    public static ByteBuffer write(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return what stands before each line of that name} */
    public static String prefix(String name) {
        return "[" + name + NAME_END;
    }

    /** {@return the message that a text is, taken apart where it has the form {@code [name]->line}} */
    public static ChatMessage message(RoomId room, String text) {
        return message(room, new ClassicFrame.Text(text, write(text)));
    }

    /** {@return the message that a frame is, taken apart where it has the form {@code [name]->line}} */
    public static ChatMessage message(RoomId room, ClassicFrame.Text frame) {
        String text = frame.text();
        int nameEnd = nameEnd(text);
        if (nameEnd < 0) {
            return new ChatMessage(room, Optional.empty(), text, Payload.copyOf(frame.bytes()));
        }
        ByteBuffer line = frame.bytes().duplicate();
        line.position(bytesBefore(nameEnd + NAME_END.length(), frame));
        return new ChatMessage(room, Optional.of(text.substring(1, nameEnd)), text, Payload.copyOf(line));
    }

    /** How many bytes the first characters of a text have; as many as characters where all are ASCII. */
    private static int bytesBefore(int characters, ClassicFrame.Text frame) {
        boolean ascii = frame.bytes().remaining() == frame.text().length();
        return ascii ? characters : frame.text().substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * The name that an address registers with. A peer that the server has forgotten registers with a line, without
     * knowing: then the name is taken out of the line.
     */
    public static String registeredName(String text) {
        int nameEnd = nameEnd(text);
        return nameEnd < 0 ? text : text.substring(1, nameEnd);
    }

    /** Where the name ends in a text of the form {@code [name]->line} with a name that is not empty, otherwise -1. */
    private static int nameEnd(String text) {
        int end = text.startsWith("[") ? text.indexOf(NAME_END) : -1;
        return end > 1 ? end : -1;
    }
}
