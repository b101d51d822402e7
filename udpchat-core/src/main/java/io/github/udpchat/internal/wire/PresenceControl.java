package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.model.Role;

/** What the server says on channel 0 about who is in a room: PROTOCOL.md, section 2.15. */
public sealed interface PresenceControl extends ControlMessage {

    /** So many participants a list has at most. */
    int MOST_LISTED = 256;

    /**
     * Who is in a room, or came, went or is another.
     *
     * @param channel   the room's channel
     * @param begins    whether a list begins anew with this
     * @param completes whether the list is complete with this
     * @param crowded   whether nobody is listed, because there are too many; then there are no entries, and neither of the others
     * @param entries   in the order in which they are to be read
     */
    record Present(long channel, boolean begins, boolean completes, boolean crowded, List<Entry> entries)
            implements
            PresenceControl {

        /** The room is crowded. */
        public static Present crowded(long channel) {
            return new Present(channel, false, false, true, List.of());
        }

        @Override
        public ByteBuffer write() {
            ByteBuffer out = ByteBuffer.allocate(
                    2 + Varint.bytes(channel) + entries.stream().mapToInt(Entry::bytes).sum());
            out.put(PRESENT);
            Varint.write(out, channel);
            out.put((byte) ((begins ? BEGINS : 0) | (completes ? COMPLETES : 0) | (crowded ? CROWDED : 0)));
            entries.forEach(entry -> entry.writeTo(out));
            return out.flip();
        }

        /** {@return how many bytes there are for entries in a message about a room with that channel} */
        public static int roomForEntries(long channel) {
            return MAX_BYTES - 2 - Varint.bytes(channel);
        }
    }

    /** What is said of one participant. */
    sealed interface Entry {

        /** {@return who} */
        long participant();

        /** {@return how many bytes it takes} */
        int bytes();

        /** Writes it. */
        void writeTo(ByteBuffer out);

        /**
         * It is there no more.
         *
         * @param participant who
         */
        record Gone(long participant) implements Entry {

            @Override
            public int bytes() {
                return Varint.bytes(participant) + 1;
            }

            @Override
            public void writeTo(ByteBuffer out) {
                Varint.write(out, participant);
                out.put(GONE);
            }
        }

        /**
         * It is there, or is there as another.
         *
         * @param participant who
         * @param role        what it may do
         * @param name        under which name
         */
        record Here(long participant, Role role, String name) implements Entry {

            @Override
            public int bytes() {
                return Varint.bytes(participant) + 1 + Text.bytes(name.getBytes(StandardCharsets.UTF_8).length);
            }

            @Override
            public void writeTo(ByteBuffer out) {
                Varint.write(out, participant);
                out.put(switch (role) {
                    case LISTENER -> LISTENER;
                    case MEMBER -> MEMBER;
                    case MODERATOR -> MODERATOR;
                });
                Text.write(out, name.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    byte PRESENT = 0x0C;
    byte BEGINS = 1;
    byte COMPLETES = 2;
    byte CROWDED = 4;
    byte GONE = 0;
    byte LISTENER = 1;
    byte MEMBER = 2;
    byte MODERATOR = 3;

    /** Reads the fields of PRESENT. */
    static PresenceControl read(ByteBuffer in) throws MalformedException {
        long channel = Fields.readRoom(in);
        byte flags = Fields.readByte(in);
        if (flags < 0 || flags > CROWDED) {
            throw new MalformedException("flags of a list are " + flags);
        }
        List<Entry> entries = new ArrayList<>();
        while (in.hasRemaining()) {
            entries.add(readEntry(in));
        }
        if (flags == CROWDED && !entries.isEmpty()) {
            throw new MalformedException("somebody is listed in a crowded room");
        }
        return new Present(channel, (flags & BEGINS) != 0, (flags & COMPLETES) != 0, flags == CROWDED,
                List.copyOf(entries));
    }

    private static Entry readEntry(ByteBuffer in) throws MalformedException {
        long participant = Fields.readFrom1(in);
        return switch (Fields.readByte(in)) {
            case GONE -> new Entry.Gone(participant);
            case LISTENER -> here(participant, Role.LISTENER, in);
            case MEMBER -> here(participant, Role.MEMBER, in);
            case MODERATOR -> here(participant, Role.MODERATOR, in);
            default -> throw new MalformedException("a participant is what nobody can be");
        };
    }

    private static Entry here(long participant, Role role, ByteBuffer in) throws MalformedException {
        return new Entry.Here(participant, role, Text.read(in, MAX_NAME_BYTES, "name"));
    }
}
