package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What client and server say to each other on channel 0 about rooms: PROTOCOL.md, section 2.15. */
public sealed interface RoomControl extends ControlMessage {

    /** Longest name of a room on the wire, in bytes of UTF-8. */
    int MAX_ROOM_BYTES = 128;

    /**
     * A member wants to be in a room.
     *
     * @param request the client's number of the wish, from 1
     * @param room    the room's name
     */
    record Enter(long request, String room) implements RoomControl {

        @Override
        public ByteBuffer write() {
            byte[] name = room.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(request) + Text.bytes(name.length));
            out.put(ENTER);
            Varint.write(out, request);
            Text.write(out, name);
            return out.flip();
        }
    }

    /**
     * A member is in a room.
     *
     * @param request    which wish it is that is granted
     * @param channel    the room's channel
     * @param epoch      the epoch of the room's positions
     * @param nextOffset the position that the next message there will have
     */
    record Entered(long request, long channel, long epoch, long nextOffset) implements RoomControl {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(request) + Varint.bytes(channel) + Long.BYTES
                    + Varint.bytes(nextOffset));
            out.put(ENTERED);
            Varint.write(out, request);
            Varint.write(out, channel);
            out.putLong(epoch);
            Varint.write(out, nextOffset);
            return out.flip();
        }
    }

    /**
     * A member does not get into a room.
     *
     * @param request which wish it is that is refused
     * @param reason  why, as a number of PROTOCOL.md, section 2.15
     */
    record NotEntered(long request, long reason) implements RoomControl {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(request) + Varint.bytes(reason));
            out.put(NOT_ENTERED);
            Varint.write(out, request);
            Varint.write(out, reason);
            return out.flip();
        }
    }

    /**
     * A member leaves a room.
     *
     * @param channel the room's channel
     */
    record Leave(long channel) implements RoomControl {

        @Override
        public ByteBuffer write() {
            return aboutChannel(LEAVE, channel);
        }
    }

    /**
     * The server has received everything that the member has said in a room in which it is no more, and has said what became of it.
     *
     * @param channel what was the room's channel
     */
    record Gone(long channel) implements RoomControl {

        @Override
        public ByteBuffer write() {
            return aboutChannel(GONE, channel);
        }
    }

    /**
     * Classic peers hear a room, into which the WELCOME or ENTERED before this leads.
     *
     * @param channel the room's channel
     */
    record Plain(long channel) implements RoomControl {

        @Override
        public ByteBuffer write() {
            return aboutChannel(PLAIN, channel);
        }
    }

    /**
     * On which channels a session has what is not said in rooms.
     *
     * @param direct  the channel of direct messages
     * @param notices the channel of notices
     */
    record Channels(long direct, long notices) implements RoomControl {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(direct) + Varint.bytes(notices));
            out.put(CHANNELS);
            Varint.write(out, direct);
            Varint.write(out, notices);
            return out.flip();
        }
    }

    byte ENTER = 0x04;
    byte ENTERED = 0x05;
    byte NOT_ENTERED = 0x06;
    byte LEAVE = 0x07;
    byte GONE = 0x08;
    byte CHANNELS = 0x09;
    byte PLAIN = 0x0D;

    private static ByteBuffer aboutChannel(byte kind, long channel) {
        ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(channel));
        out.put(kind);
        Varint.write(out, channel);
        return out.flip();
    }

    /** Reads the fields of a message of one of these kinds. */
    static RoomControl read(byte kind, ByteBuffer in) throws MalformedException {
        return switch (kind) {
            case ENTER -> new Enter(Fields.readFrom1(in), Text.read(in, MAX_ROOM_BYTES, "room"));
            case ENTERED ->
                new Entered(Fields.readFrom1(in), Fields.readRoom(in), Fields.readLong(in), Varint.read(in));
            case NOT_ENTERED -> new NotEntered(Fields.readFrom1(in), Varint.read(in));
            case LEAVE -> new Leave(Fields.readRoom(in));
            case GONE -> new Gone(Fields.readRoom(in));
            case CHANNELS -> new Channels(Fields.readRoom(in), Fields.readLatest(in));
            case PLAIN -> new Plain(Fields.readRoom(in));
            default -> throw new MalformedException("a message of a kind that does not exist");
        };
    }
}
