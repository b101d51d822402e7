package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.model.Payload;

/** What client and server say to each other on channel 0: PROTOCOL.md, section 2.15. */
public sealed interface ControlMessage permits ControlMessage.Join, ControlMessage.Welcome, ControlMessage.Relayed,
        ControlMessage.Duplicate, ControlMessage.Refused, RoomControl, HistoryControl, PresenceControl, Moving {

    /** Longest message of this kind. */
    int MAX_BYTES = 1024;

    /** Longest name on the wire, in bytes of UTF-8. */
    int MAX_NAME_BYTES = 128;

    /** Longest token that an application may put into a JOIN. */
    int MAX_TOKEN_BYTES = 512;

    /**
     * A client wants to be a member.
     *
     * @param clientInstance a random number that the client keeps as long as it runs
     * @param lasting        whether its static key lasts; if not it is a visitor
     * @param name           the name that it asks for
     * @param token          the application's, for admission
     */
    record Join(long clientInstance, boolean lasting, String name, Payload token) implements ControlMessage {

        @Override
        public ByteBuffer write() {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(
                    1 + Long.BYTES + 1 + Text.bytes(nameBytes.length) + Text.bytes(token.size()));
            out.put(JOIN).putLong(clientInstance).put(Fields.flag(lasting));
            Text.write(out, nameBytes);
            Text.write(out, token.asByteBuffer());
            return out.flip();
        }
    }

    /**
     * A client is a member.
     *
     * @param peerId       its id
     * @param name         the name that it has
     * @param lobbyChannel the channel of the room in which it is
     * @param lobbyEpoch   the epoch of that room's positions
     * @param nextOffset   the position that the next message there will have
     * @param known        whether the server remembers the client instance
     */
    record Welcome(long peerId, String name, long lobbyChannel, long lobbyEpoch, long nextOffset, boolean known)
            implements
            ControlMessage {

        @Override
        public ByteBuffer write() {
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            ByteBuffer out = ByteBuffer.allocate(1 + Varint.bytes(peerId) + Text.bytes(nameBytes.length)
                    + Varint.bytes(lobbyChannel) + Long.BYTES + Varint.bytes(nextOffset) + 1);
            out.put(WELCOME);
            Varint.write(out, peerId);
            Text.write(out, nameBytes);
            Varint.write(out, lobbyChannel);
            out.putLong(lobbyEpoch);
            Varint.write(out, nextOffset);
            out.put(Fields.flag(known));
            return out.flip();
        }
    }

    /**
     * What became of a client's message: it was relayed.
     *
     * @param counter    which message
     * @param offset     where it stands in its room
     * @param recipients for how many members it was
     */
    record Relayed(long counter, long offset, long recipients) implements ControlMessage {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(
                    2 + Varint.bytes(counter) + Varint.bytes(offset) + Varint.bytes(recipients));
            out.put(RECEIPT);
            Varint.write(out, counter);
            out.put(OUTCOME_RELAYED);
            Varint.write(out, offset);
            Varint.write(out, recipients);
            return out.flip();
        }
    }

    /**
     * What became of a client's message: it had an outcome before, and was not relayed again.
     *
     * @param counter which message
     */
    record Duplicate(long counter) implements ControlMessage {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(2 + Varint.bytes(counter));
            out.put(RECEIPT);
            Varint.write(out, counter);
            return out.put(OUTCOME_DUPLICATE).flip();
        }
    }

    /**
     * What became of a client's message: it was not relayed.
     *
     * @param counter which message
     * @param reason  why, as a number of PROTOCOL.md, section 2.15
     */
    record Refused(long counter, long reason) implements ControlMessage {

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(2 + Varint.bytes(counter) + Varint.bytes(reason));
            out.put(RECEIPT);
            Varint.write(out, counter);
            out.put(OUTCOME_REFUSED);
            Varint.write(out, reason);
            return out.flip();
        }
    }

    byte JOIN = 0x01;
    byte WELCOME = 0x02;
    byte RECEIPT = 0x03;
    byte OUTCOME_RELAYED = 0;
    byte OUTCOME_DUPLICATE = 1;
    byte OUTCOME_REFUSED = 2;

    /** {@return the message as bytes} */
    ByteBuffer write();

    /** Reads a message, which ends where the buffer ends. */
    static ControlMessage read(ByteBuffer message) throws MalformedException {
        ByteBuffer in = message.duplicate();
        byte kind = Fields.readByte(in);
        ControlMessage read = switch (kind) {
            case JOIN -> new Join(Fields.readLong(in), Fields.readFlag(in), Text.read(in, MAX_NAME_BYTES, "name"),
                    Payload.copyOf(Text.slice(in, MAX_TOKEN_BYTES, "token")));
            case WELCOME ->
                new Welcome(Fields.readFrom1(in), Text.read(in, MAX_NAME_BYTES, "name"), Fields.readRoom(in),
                        Fields.readLong(in), Varint.read(in), Fields.readFlag(in));
            case RECEIPT -> readReceipt(in);
            case HistoryControl.RECALL, HistoryControl.RECALLED -> HistoryControl.read(kind, in);
            case PresenceControl.PRESENT -> PresenceControl.read(in);
            case Moving.MOVING -> Moving.read(in);
            default -> RoomControl.read(kind, in);
        };
        if (in.hasRemaining()) {
            throw new MalformedException("a message has more bytes than its fields");
        }
        return read;
    }

    private static ControlMessage readReceipt(ByteBuffer in) throws MalformedException {
        long counter = Fields.readFrom1(in);
        return switch (Fields.readByte(in)) {
            case OUTCOME_RELAYED -> new Relayed(counter, Varint.read(in), Varint.read(in));
            case OUTCOME_DUPLICATE -> new Duplicate(counter);
            case OUTCOME_REFUSED -> new Refused(counter, Varint.read(in));
            default -> throw new MalformedException("an outcome that does not exist");
        };
    }
}
