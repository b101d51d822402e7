package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** What is soon worth nothing and may get lost, on the channel of notices: PROTOCOL.md, section 2.15. */
public final class NoticeFormat {

    private static final byte TYPING = 1;

    private NoticeFormat() {}

    /**
     * A client's user types in a room.
     *
     * @param channel the room's channel
     */
    public record Types(long channel) {

        /** {@return what it says, or null if it is a notice of another kind} */
        public static @Nullable Types read(ByteBuffer message) throws MalformedException {
            ByteBuffer in = message.duplicate();
            return Fields.readByte(in) == TYPING ? atEnd(in, new Types(Fields.readRoom(in))) : null;
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(channel));
            out.put(TYPING);
            Varint.write(out, channel);
            return out.flip();
        }
    }

    /**
     * Somebody types in a room in which the client is.
     *
     * @param channel  the room's channel
     * @param typistId who that is
     * @param typist   under which name
     */
    public record Typed(long channel, long typistId, String typist) {

        /** {@return what it says, or null if it is a notice of another kind} */
        public static @Nullable Typed read(ByteBuffer message) throws MalformedException {
            ByteBuffer in = message.duplicate();
            return Fields.readByte(in) != TYPING ? null
                    : atEnd(in, new Typed(Fields.readRoom(in), Fields.readFrom1(in),
                            Text.read(in, ControlMessage.MAX_NAME_BYTES, "typist")));
        }

        /** {@return it as bytes} */
        public ByteBuffer write() {
            byte[] name = typist.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(
                    1 + Varint.bytes(channel) + Varint.bytes(typistId) + Text.bytes(name.length));
            out.put(TYPING);
            Varint.write(out, channel);
            Varint.write(out, typistId);
            Text.write(out, name);
            return out.flip();
        }
    }

    private static <N> N atEnd(ByteBuffer in, N read) throws MalformedException {
        if (in.hasRemaining()) {
            throw new MalformedException("a notice has more bytes than its fields");
        }
        return read;
    }
}
