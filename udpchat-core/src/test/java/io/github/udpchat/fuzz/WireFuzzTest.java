package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.NoticeFormat;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.RetryPacket;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.internal.wire.VersionPacket;

/** What is read can be written again, and is the same then. */
class WireFuzzTest {

    @FuzzTest
    void packetsAreReadAsTheyAreWritten(byte[] bytes) {
        ByteBuffer datagram = ByteBuffer.wrap(bytes);
        if (!PacketType.isSession(datagram)) {
            return;
        }
        ByteBuffer written = written(PacketType.of(datagram), datagram.asReadOnlyBuffer());
        if (written != null) {
            assertThat(written).isEqualTo(datagram);
        }
    }

    /** {@return a packet as it was read and is written, or null if it is malformed} */
    private static ByteBuffer written(PacketType type, ByteBuffer datagram) {
        return switch (type) {
            case HELLO -> {
                HelloPacket packet = HelloPacket.read(datagram);
                yield packet == null || !packet.filledUp() ? null : packet.write();
            }
            case RETRY -> {
                RetryPacket packet = RetryPacket.read(datagram);
                yield packet == null ? null : packet.write();
            }
            case INIT -> {
                InitPacket packet = InitPacket.read(datagram);
                yield packet == null || !packet.filledUp() ? null : packet.write();
            }
            case ACCEPT -> {
                AcceptPacket packet = AcceptPacket.read(datagram);
                yield packet == null ? null : packet.write();
            }
            case DATA -> DataPacket.isWellFormed(datagram) ? withTheSameHeader(datagram) : null;
            case RESET -> {
                ResetPacket packet = ResetPacket.read(datagram);
                yield packet == null ? null : packet.write();
            }
            case VERSION -> {
                VersionPacket packet = VersionPacket.read(datagram);
                yield packet == null ? null : packet.write();
            }
            case NONE -> null;
        };
    }

    private static ByteBuffer withTheSameHeader(ByteBuffer datagram) {
        ByteBuffer out = ByteBuffer.allocate(datagram.remaining());
        DataPacket.writeHeader(out, DataPacket.keyPhase(datagram), DataPacket.sessionId(datagram),
                DataPacket.number(datagram));
        return out.put(datagram.slice(DataPacket.HEADER_BYTES, out.remaining())).flip();
    }

    @FuzzTest
    void framesAreReadAsTheyAreWritten(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        boolean fromServer = input.next(2) == 0;
        byte[] packet = input.rest();
        try {
            List<Frame> frames = FrameReader.read(ByteBuffer.wrap(packet).asReadOnlyBuffer(), fromServer);
            frames.forEach(WireFuzzTest::requireInRange);
            Frames.requireReadsTheSameAgain(frames, fromServer);
        } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("[ -~]{3,}");
        }
    }

    /** The ranges of PROTOCOL.md, section 2.8. */
    private static void requireInRange(Frame frame) {
        switch (frame) {
            case Frame.Ping ping -> assertThat(ping.bytes()).isOne();
            case Frame.Ack ack -> {
                assertThat(ack.ranges().size()).isBetween(1, 32);
                for (int range = 0; range < ack.ranges().size(); range++) {
                    long above = range == 0 ? DataPacket.NUMBERS_END + 1 : ack.ranges().smallest(range - 1);
                    assertThat(ack.ranges().largest(range)).isLessThan(above - 1);
                    assertThat(ack.ranges().smallest(range)).isBetween(0L, ack.ranges().largest(range));
                }
            }
            case Frame.Message message -> requireChannel(message.channel());
            case Frame.Fragment fragment -> {
                requireChannel(fragment.channel());
                assertThat(fragment.count()).isBetween(2, 64);
                assertThat(fragment.index()).isBetween(0, fragment.count() - 1);
                boolean last = fragment.index() == fragment.count() - 1;
                assertThat(fragment.content().remaining()).isBetween(last ? 1 : 1024, 1024);
            }
            case Frame.End end -> requireChannel(end.channel());
            case Frame.Credit credit -> requireChannel(credit.channel());
            case Frame.SessionCredit credit -> assertThat(credit.limitBytes()).isNotNegative();
            case Frame.PathChallenge challenge -> assertThat(challenge.bytes()).isEqualTo(9);
            case Frame.PathResponse response -> assertThat(response.bytes()).isEqualTo(9);
            case Frame.Close close -> assertThat(close.bytes()).isLessThanOrEqualTo(1 + 8 + 2 + 256);
        }
    }

    private static void requireChannel(long channel) {
        assertThat(channel).isBetween(0L, ChannelId.END - 1);
        assertThat(ChannelId.of(ChannelId.count(channel), ChannelId.classOf(channel))).isEqualTo(channel);
    }

    @FuzzTest
    void whatTheChatSaysIsReadAsItIsWritten(byte[] bytes) {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.next(7);
        ByteBuffer message = ByteBuffer.wrap(input.rest()).asReadOnlyBuffer();
        try {
            switch (kind) {
                case 0 -> {
                    ControlMessage read = ControlMessage.read(message);
                    assertThat(ControlMessage.read(read.write())).isEqualTo(read);
                }
                case 1 -> {
                    RoomFormat.Said read = RoomFormat.Said.read(message);
                    assertThat(RoomFormat.Said.read(read.write())).isEqualTo(read);
                    assertThat(read.counter()).isPositive();
                }
                case 2 -> {
                    RoomFormat.Heard read = RoomFormat.Heard.read(message);
                    assertThat(RoomFormat.Heard.read(read.write())).isEqualTo(read);
                }
                case 3 -> {
                    DirectFormat.Said read = DirectFormat.Said.read(message);
                    assertThat(DirectFormat.Said.read(read.write())).isEqualTo(read);
                    assertThat(read.counter()).isPositive();
                    assertThat(read.person()).isPositive();
                }
                case 4 -> {
                    DirectFormat.Heard read = DirectFormat.Heard.read(message);
                    assertThat(DirectFormat.Heard.read(read.write())).isEqualTo(read);
                    assertThat(read.authorId()).isPositive();
                }
                case 5 -> {
                    NoticeFormat.Types read = NoticeFormat.Types.read(message);
                    if (read != null) {
                        assertThat(NoticeFormat.Types.read(read.write())).isEqualTo(read);
                    }
                }
                default -> {
                    NoticeFormat.Typed read = NoticeFormat.Typed.read(message);
                    if (read != null) {
                        assertThat(NoticeFormat.Typed.read(read.write())).isEqualTo(read);
                    }
                }
            }
        } catch (MalformedException e) {
            assertThat(e).hasMessageMatching("[ -~]{3,}");
        }
    }
}
