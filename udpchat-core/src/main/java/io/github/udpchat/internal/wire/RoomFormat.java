package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is said in a room, on the room's channel: PROTOCOL.md, section 2.15. */
public final class RoomFormat {

    /** The author's id where the server itself speaks. */
    public static final long SERVER = 0;

    /** Longest content of a message, in bytes: the longest message on the wire less room for what stands before it. */
    public static final int MAX_CONTENT_BYTES = Limits.LONGEST_MESSAGE_BYTES - 256;

    /** The most that stands before a client's content. */
    public static final int MAX_OVERHEAD_BYTES = Long.BYTES;

    private RoomFormat() {}

    /**
     * What a client says.
     *
     * @param counter the client's number of the message, from 1
     * @param content a view of what was read
     */
    public record Said(long counter, ByteBuffer content) {

        /** Reads it. */
        public static Said read(ByteBuffer message) throws MalformedException {
            ByteBuffer in = message.duplicate();
            long counter = Varint.read(in);
            if (counter == 0) {
                throw new MalformedException("messages are counted from 1");
            }
            if (in.remaining() > MAX_CONTENT_BYTES) {
                throw new MalformedException("a content of " + in.remaining() + " bytes");
            }
            return new Said(counter, in.slice());
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(Varint.bytes(counter) + content.remaining());
            Varint.write(out, counter);
            return out.put(content.duplicate()).flip();
        }
    }

    /**
     * What a client hears.
     *
     * @param offset   where it stands in the room
     * @param authorId the author's peer id, or {@link #SERVER}
     * @param author   the author's name
     * @param content  a view of what was read
     */
    public record Heard(long offset, long authorId, String author, ByteBuffer content) {

        /** Reads it. */
        public static Heard read(ByteBuffer message) throws MalformedException {
            ByteBuffer in = message.duplicate();
            return new Heard(Varint.read(in), Varint.read(in), Text.read(in, ControlMessage.MAX_NAME_BYTES, "author"),
                    in.slice());
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            byte[] name = author.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(Varint.bytes(offset) + Varint.bytes(authorId)
                    + Text.bytes(name.length) + content.remaining());
            Varint.write(out, offset);
            Varint.write(out, authorId);
            Text.write(out, name);
            return out.put(content.duplicate()).flip();
        }
    }
}
