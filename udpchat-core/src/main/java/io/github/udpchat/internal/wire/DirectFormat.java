package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is said to one person alone, on the channel of direct messages: PROTOCOL.md, section 2.15. */
public final class DirectFormat {

    /** The most that stands before a client's content. */
    public static final int MAX_OVERHEAD_BYTES = 2 * Long.BYTES;

    private DirectFormat() {}

    /**
     * What a client says.
     *
     * @param counter the client's number of the message, from 1, in one count with what it says in rooms
     * @param person  to whom
     * @param content a view of what was read, at most {@link RoomFormat#MAX_CONTENT_BYTES}
     */
    public record Said(long counter, long person, ByteBuffer content) {

        /** Reads it. */
        public static Said read(ByteBuffer message) throws MalformedException {
            ByteBuffer in = message.duplicate();
            long counter = Fields.readFrom1(in);
            long person = Fields.readFrom1(in);
            if (in.remaining() > RoomFormat.MAX_CONTENT_BYTES) {
                throw new MalformedException("a content of " + in.remaining() + " bytes");
            }
            return new Said(counter, person, in.slice());
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(
                    Varint.bytes(counter) + Varint.bytes(person) + content.remaining());
            Varint.write(out, counter);
            Varint.write(out, person);
            return out.put(content.duplicate()).flip();
        }
    }

    /**
     * What a client hears.
     *
     * @param authorId who says it
     * @param author   under which name
     * @param content  a view of what was read
     */
    public record Heard(long authorId, String author, ByteBuffer content) {

        /** Reads it. */
        public static Heard read(ByteBuffer message) throws MalformedException {
            ByteBuffer in = message.duplicate();
            return new Heard(
                    Fields.readFrom1(in), Text.read(in, ControlMessage.MAX_NAME_BYTES, "author"), in.slice());
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            byte[] name = author.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(
                    Varint.bytes(authorId) + Text.bytes(name.length) + content.remaining());
            Varint.write(out, authorId);
            Text.write(out, name);
            return out.put(content.duplicate()).flip();
        }
    }
}
