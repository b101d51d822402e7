package io.github.udpchat.internal.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Role;

/** Things that can stand on the wire, and bytes that can't, from a seed. */
final class RandomWire {

    private static final String CHARACTERS = "aZ0 ]->ëß漢字😀\u0000\u202E";
    private static final long[] NUMBER_ENDS = {1L << 6, 1L << 14, 1L << 30, Varint.MAX};

    private final SplittableRandom random;

    RandomWire(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int end) {
        return random.nextInt(end);
    }

    /** A number of each length alike. */
    long number() {
        return random.nextLong(NUMBER_ENDS[below(NUMBER_ENDS.length)]);
    }

    Token16 token() {
        return new Token16(random.nextLong(), random.nextLong());
    }

    long bits() {
        return random.nextLong();
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    String text(int mostBytes) {
        StringBuilder text = new StringBuilder();
        int[] characters = CHARACTERS.codePoints().toArray();
        for (int i = below(20); i > 0; i--) {
            text.appendCodePoint(characters[below(characters.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8).length <= mostBytes ? text.toString() : "";
    }

    // ---- frames

    /** Frames that may stand in one packet from either side. */
    List<Frame> frames(boolean fromServer) {
        List<Frame> frames = new ArrayList<>();
        frames.add(ack());
        frames.add(fromServer ? new Frame.PathChallenge(bits()) : new Frame.PathResponse(bits()));
        for (int more = below(4); more > 0; more--) {
            frames.add(frame());
        }
        frames.remove(below(frames.size()));
        return frames;
    }

    private Frame frame() {
        return switch (below(7)) {
            case 0 -> new Frame.Ping();
            case 1 -> new Frame.Message(channel(), number(), ByteBuffer.wrap(bytes(below(200))));
            case 2 -> fragment();
            case 3 -> new Frame.End(channel(), number());
            case 4 -> new Frame.Credit(channel(), number());
            case 5 -> new Frame.SessionCredit(number());
            default -> new Frame.Close(number(), text(Frame.Close.MAX_TEXT_BYTES));
        };
    }

    private long channel() {
        return ChannelId.of(random.nextLong(1L << 1 + below(29)), ChannelId.Class.values()[below(3)]);
    }

    private Frame fragment() {
        int count = 2 + below(Frame.Fragment.MOST - 1);
        boolean last = random.nextBoolean();
        int index = last ? count - 1 : below(count - 1);
        return new Frame.Fragment(channel(), number(), index, count,
                ByteBuffer.wrap(bytes(last ? 1 + below(Frame.Fragment.BYTES) : Frame.Fragment.BYTES)));
    }

    private Frame ack() {
        long[] gapsAndLengths = new long[2 * below(AckRanges.MOST)];
        long below = 0;
        for (int i = 0; i < gapsAndLengths.length; i++) {
            gapsAndLengths[i] = random.nextLong(1L << below(50));
            below += gapsAndLengths[i] + 1;
        }
        try {
            return new Frame.Ack(AckRanges.ofFields(below + below(100), 0, gapsAndLengths), number());
        } catch (AcknowledgementException e) {
            throw new AssertionError("all ranges are above 0", e);
        }
    }

    static ByteBuffer written(List<Frame> frames) {
        ByteBuffer out = ByteBuffer.allocate(frames.stream().mapToInt(Frame::bytes).sum());
        frames.forEach(frame -> frame.writeTo(out));
        return out.flip();
    }

    // ---- messages

    ControlMessage control() {
        return switch (below(16)) {
            case 0 -> new ControlMessage.Join(bits(), random.nextBoolean(), text(ControlMessage.MAX_NAME_BYTES),
                    Payload.copyOf(bytes(below(ControlMessage.MAX_TOKEN_BYTES + 1))));
            case 1 -> new ControlMessage.Welcome(1 + number() / 2, text(ControlMessage.MAX_NAME_BYTES),
                    ChannelId.of(1 + below(64), ChannelId.Class.ORDERED), bits(), number(), random.nextBoolean());
            case 2 -> new ControlMessage.Relayed(1 + number() / 2, number(), number());
            case 3 -> new ControlMessage.Duplicate(1 + number() / 2);
            case 4 -> new RoomControl.Enter(1 + number() / 2, text(RoomControl.MAX_ROOM_BYTES));
            case 5 -> new RoomControl.Entered(
                    1 + number() / 2, ChannelId.of(1 + below(64), ChannelId.Class.ORDERED), bits(), number());
            case 6 -> new RoomControl.NotEntered(1 + number() / 2, number());
            case 7 -> new RoomControl.Leave(ChannelId.of(1 + below(64), ChannelId.Class.ORDERED));
            case 8 -> new RoomControl.Gone(ChannelId.of(1 + below(64), ChannelId.Class.ORDERED));
            case 9 -> present();
            case 10 -> new RoomControl.Channels(ChannelId.of(1 + below(64), ChannelId.Class.ORDERED),
                    ChannelId.of(below(64), ChannelId.Class.LATEST));
            case 11 -> new RoomControl.Plain(ChannelId.of(1 + below(64), ChannelId.Class.ORDERED));
            case 12 ->
                new HistoryControl.Recall(random.nextBoolean() ? new Position(bits(), number()) : null, number());
            case 13 -> recalled();
            case 14 -> new Moving(hostAddress());
            default -> new ControlMessage.Refused(1 + number() / 2, number());
        };
    }

    /** An IPv4 or IPv6 address that is no multicast one and not local to a link. */
    private InetSocketAddress hostAddress() {
        byte[] address = bytes(random.nextBoolean() ? 4 : 16);
        address[0] = (byte) (1 + below(127));
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), 1 + below(65_535));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
    }

    private HistoryControl.Recalled recalled() {
        long first = number() / 2;
        return new HistoryControl.Recalled(ChannelId.of(1 + below(64), ChannelId.Class.ORDERED), (byte) below(3), first,
                first + number() / 2);
    }

    private PresenceControl.Present present() {
        long channel = ChannelId.of(1 + below(64), ChannelId.Class.ORDERED);
        if (below(8) == 0) {
            return PresenceControl.Present.crowded(channel);
        }
        List<PresenceControl.Entry> entries = new ArrayList<>();
        for (int more = below(7); more > 0; more--) {
            long who = 1 + number() / 2;
            entries.add(random.nextBoolean() ? new PresenceControl.Entry.Gone(who)
                    : new PresenceControl.Entry.Here(who, Role.values()[below(3)],
                            text(ControlMessage.MAX_NAME_BYTES)));
        }
        return new PresenceControl.Present(channel, random.nextBoolean(), random.nextBoolean(), false, entries);
    }

    // ---- packets

    /** One packet of each kind whose form is open to all. */
    List<ByteBuffer> packets() {
        Cookie cookie = new Cookie(below(256), (int) bits(), token());
        List<Integer> versions = Stream.generate(() -> below(1 << 16)).limit(1 + below(15)).toList();
        return List.of(
                new HelloPacket(bits(), token()).write(),
                new RetryPacket(token(), cookie, bytes(32)).write(),
                new InitPacket(new InitPacket.Header(bits(), token(), cookie), bytes(InitPacket.MESSAGE_1_BYTES))
                        .write(),
                new AcceptPacket(token(), bytes(AcceptPacket.MESSAGE_2_BYTES)).write(),
                new ResetPacket(bits(), token()).write(),
                new VersionPacket(token(), versions).write());
    }

    /** What is left of some bytes after a bit was flipped, some were cut off or added, or a number was put among them. */
    ByteBuffer damaged(ByteBuffer whole) {
        byte[] bytes = new byte[whole.remaining() + below(2) * below(20)];
        whole.duplicate().get(bytes, 0, whole.remaining());
        for (int flips = below(4); flips > 0 && bytes.length > 0; flips--) {
            bytes[below(bytes.length)] ^= (byte) (1 << below(8));
        }
        if (below(4) == 0 && bytes.length > Long.BYTES) {
            ByteBuffer.wrap(bytes).putLong(below(bytes.length - Long.BYTES), -1L >>> below(Long.SIZE));
        }
        return ByteBuffer.wrap(bytes, 0, bytes.length - below(2) * below(bytes.length + 1)).slice();
    }
}
