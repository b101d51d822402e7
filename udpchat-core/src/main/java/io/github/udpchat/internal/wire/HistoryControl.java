package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import io.github.udpchat.model.Position;
import org.jspecify.annotations.Nullable;

/** What client and server say of what was said before: PROTOCOL.md, section 2.15. */
public sealed interface HistoryControl extends ControlMessage {

    /**
     * A client wants to know what was said in a room before: that into which its next JOIN or ENTER leads.
     *
     * @param known the first position that it does not know, or null if it knows none
     * @param most  how many messages it wants at most if that does not count there
     */
    record Recall(@Nullable Position known, long most) implements HistoryControl {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(2
                    + (known == null ? 0 : Long.BYTES + Varint.bytes(known.offset())) + Varint.bytes(most));
            out.put(RECALL).put(Fields.flag(known != null));
            if (known != null) {
                out.putLong(known.epoch());
                Varint.write(out, known.offset());
            }
            Varint.write(out, most);
            return out.flip();
        }
    }

    /**
     * What the client gets in answer, on the room's channel, before everything else there.
     *
     * @param channel the room's
     * @param outcome {@link #FRESH}, {@link #RECOVERED} or {@link #GAP}
     * @param first   the offset from which on it gets what is remembered
     * @param end     the offset of the first message that is not old, at least {@code first}
     */
    record Recalled(long channel, byte outcome, long first, long end) implements HistoryControl {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(
                    2 + Varint.bytes(channel) + Varint.bytes(first) + Varint.bytes(end));
            out.put(RECALLED);
            Varint.write(out, channel);
            out.put(outcome);
            Varint.write(out, first);
            Varint.write(out, end);
            return out.flip();
        }
    }

    byte RECALL = 0x0A;
    byte RECALLED = 0x0B;

    /** The client knew nothing that counts. */
    byte FRESH = 0;

    /** The client gets all that it does not know. */
    byte RECOVERED = 1;

    /** The client does not get all. */
    byte GAP = 2;

    /** Reads the fields of a message of one of these kinds. */
    static HistoryControl read(byte kind, ByteBuffer in) throws MalformedException {
        return kind == RECALL ? readRecall(in) : readRecalled(in);
    }

    private static Recall readRecall(ByteBuffer in) throws MalformedException {
        Position known = Fields.readFlag(in) ? new Position(Fields.readLong(in), Varint.read(in)) : null;
        return new Recall(known, Varint.read(in));
    }

    private static Recalled readRecalled(ByteBuffer in) throws MalformedException {
        Recalled read = new Recalled(Fields.readRoom(in), Fields.readByte(in), Varint.read(in), Varint.read(in));
        if (read.outcome() < FRESH || read.outcome() > GAP) {
            throw new MalformedException("an outcome of a recall that does not exist");
        }
        if (read.first() > read.end()) {
            throw new MalformedException("what is remembered ends before it begins");
        }
        return read;
    }
}
