package io.github.udpchat.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

/** What was written is read as the same: PROTOCOL.md, sections 2.1, 2.4, 2.8 and 2.15. */
class WireRoundTripTest {

    private static final int TIMES = 20_000;

    private final RandomWire random = new RandomWire(7);

    @Test
    void numbersTakeAsManyBytesAsTheySay() throws MalformedException {
        for (long number : new long[] {0, 63, 64, 16_383, 16_384, (1 << 30) - 1, 1 << 30, Varint.MAX}) {
            ByteBuffer wire = ByteBuffer.allocate(Long.BYTES);
            Varint.write(wire, number);
            assertThat(wire.flip().remaining()).as("bytes of %s", number).isEqualTo(Varint.bytes(number));
            assertThat(Varint.read(wire)).isEqualTo(number);
            assertThat(wire.hasRemaining()).isFalse();
        }
    }

    @Test
    void numbersThatHaveNoFormAreOurOwnMistake() {
        ByteBuffer wire = ByteBuffer.allocate(Long.BYTES);
        assertThatThrownBy(() -> Varint.write(wire, Varint.MAX + 1)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Varint.write(wire, -1)).isInstanceOf(AssertionError.class);
    }

    @Test
    void framesAreReadAsTheyWereWritten() throws MalformedException {
        for (int i = 0; i < TIMES; i++) {
            boolean fromServer = i % 2 == 0;
            List<Frame> frames = random.frames(fromServer);
            assertThat(FrameReader.read(RandomWire.written(frames), fromServer)).isEqualTo(frames);
        }
    }

    @Test
    void messagesOfTheControlChannelAreReadAsTheyWereWritten() throws MalformedException {
        for (int i = 0; i < TIMES; i++) {
            ControlMessage message = random.control();
            ByteBuffer wire = message.write();
            assertThat(wire.remaining()).isLessThanOrEqualTo(ControlMessage.MAX_BYTES);
            assertThat(ControlMessage.read(wire)).isEqualTo(message);
        }
    }

    @Test
    void whatIsSaidIsReadAsItWasWritten() throws MalformedException {
        for (int i = 0; i < TIMES; i++) {
            ByteBuffer content = ByteBuffer.wrap(random.bytes(random.below(50)));
            RoomFormat.Said said = new RoomFormat.Said(1 + random.number() / 2, content);
            assertThat(RoomFormat.Said.read(said.write())).isEqualTo(said);
            RoomFormat.Heard heard = new RoomFormat.Heard(random.number(), random.number(), random.text(128), content);
            assertThat(RoomFormat.Heard.read(heard.write())).isEqualTo(heard);
        }
    }

    @Test
    void whatIsSaidToOneAloneIsReadAsItWasWritten() throws MalformedException {
        for (int i = 0; i < TIMES; i++) {
            ByteBuffer content = ByteBuffer.wrap(random.bytes(random.below(50)));
            DirectFormat.Said said = new DirectFormat.Said(1 + random.number() / 2, 1 + random.number() / 2, content);
            assertThat(DirectFormat.Said.read(said.write())).isEqualTo(said);
            DirectFormat.Heard heard = new DirectFormat.Heard(1 + random.number() / 2, random.text(128), content);
            assertThat(DirectFormat.Heard.read(heard.write())).isEqualTo(heard);
        }
    }

    @Test
    void noticesAreReadAsTheyWereWritten() throws MalformedException {
        for (int i = 0; i < TIMES; i++) {
            long room = ChannelId.of(1 + random.below(64), ChannelId.Class.ORDERED);
            NoticeFormat.Types types = new NoticeFormat.Types(room);
            assertThat(NoticeFormat.Types.read(types.write())).isEqualTo(types);
            NoticeFormat.Typed typed = new NoticeFormat.Typed(room, 1 + random.number() / 2, random.text(128));
            assertThat(NoticeFormat.Typed.read(typed.write())).isEqualTo(typed);
        }
    }

    @Test
    void packetsAreReadAsTheyWereWritten() {
        for (int i = 0; i < TIMES / 20; i++) {
            List<ByteBuffer> packets = random.packets();
            assertThat(packets).extracting(PacketType::of).containsExactly(PacketType.HELLO, PacketType.RETRY,
                    PacketType.INIT, PacketType.ACCEPT, PacketType.RESET, PacketType.VERSION);
            assertThat(packets).allSatisfy(packet -> assertThat(rewritten(packet)).isEqualTo(packet));
        }
    }

    private static ByteBuffer rewritten(ByteBuffer packet) {
        return switch (PacketType.of(packet)) {
            case HELLO -> Objects.requireNonNull(HelloPacket.read(packet)).write();
            case RETRY -> Objects.requireNonNull(RetryPacket.read(packet)).write();
            case INIT -> Objects.requireNonNull(InitPacket.read(packet)).write();
            case ACCEPT -> Objects.requireNonNull(AcceptPacket.read(packet)).write();
            case RESET -> Objects.requireNonNull(ResetPacket.read(packet)).write();
            case VERSION -> Objects.requireNonNull(VersionPacket.read(packet)).write();
            case DATA, NONE -> throw new AssertionError("has no reader of this kind");
        };
    }

    @Test
    void fillingIsZeroToItsLastByte() {
        ByteBuffer hello = random.packets().get(0);
        ByteBuffer init = random.packets().get(2);
        for (int at = 27; at < HelloPacket.BYTES; at++) {
            assertThat(Objects.requireNonNull(HelloPacket.read(with(hello, at))).filledUp()).as("byte %s", at)
                    .isFalse();
        }
        for (int at = InitPacket.CONTENT_BYTES; at < InitPacket.BYTES; at++) {
            assertThat(Objects.requireNonNull(InitPacket.read(with(init, at))).filledUp()).as("byte %s", at).isFalse();
        }
    }

    private static ByteBuffer with(ByteBuffer packet, int flipped) {
        ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet.duplicate()).flip();
        return copy.put(flipped, (byte) (copy.get(flipped) ^ 1));
    }

    @Test
    void tokensThatDifferAnywhereDoNotMatch() {
        Token16 token = random.token();
        assertThat(token.matches(new Token16(token.high(), token.low()))).isTrue();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(token.matches(new Token16(token.high() ^ 1L << bit, token.low()))).isFalse();
            assertThat(token.matches(new Token16(token.high(), token.low() ^ 1L << bit))).isFalse();
        }
    }
}
