package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What is said in a room, on the room's channel: PROTOCOL.md, section 2.15. */
public final class RoomFormat {

    /** The author's id where the server itself speaks. */
    public static final long SERVER = 0;

    /** In the place of the age of a message that was said just now. */
    public static final long NEW = -1;

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
     * @param offset    where it stands in the room
     * @param authorId  the author's id, or {@link #SERVER}
     * @param author    the author's name
     * @param ageMillis for how many milliseconds it has been said, or {@link #NEW}
     * @param content   a view of what was read
     */
    public record Heard(long offset, long authorId, String author, long ageMillis, ByteBuffer content) {

        /** A message that was said just now. */
        public Heard(long offset, long authorId, String author, ByteBuffer content) {
            this(offset, authorId, author, NEW, content);
        }

        /** Reads a message that was said just now. */
        public static Heard read(ByteBuffer message) throws MalformedException {
            return read(message, 0);
        }

        /** Reads it; below an offset messages are old, and tell how old. */
        public static Heard read(ByteBuffer message, long newFrom) throws MalformedException {
            ByteBuffer in = message.duplicate();
            long offset = Varint.read(in);
            return new Heard(offset, Varint.read(in), Text.read(in, ControlMessage.MAX_NAME_BYTES, "author"),
                    offset < newFrom ? Varint.read(in) : NEW, in.slice());
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            byte[] name = author.getBytes(StandardCharsets.UTF_8);
            boolean old = ageMillis != NEW;
            ByteBuffer out = ByteBuffer.allocate(Varint.bytes(offset) + Varint.bytes(authorId)
                    + Text.bytes(name.length) + (old ? Varint.bytes(ageMillis) : 0) + content.remaining());
            Varint.write(out, offset);
            Varint.write(out, authorId);
            Text.write(out, name);
            if (old) {
                Varint.write(out, ageMillis);
            }
            return out.put(content.duplicate()).flip();
        }
    }
}
