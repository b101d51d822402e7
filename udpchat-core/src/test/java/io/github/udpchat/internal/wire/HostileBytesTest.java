package io.github.udpchat.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No reader can be made to fail in its own way, whatever comes. More of it with {@code -Dwire.inputs=10000000}. */
class HostileBytesTest {

    private static final int INPUTS = Integer.getInteger("wire.inputs", 30_000);

    /** A reader of something that may be malformed. */
    private interface Reader<T> {
        T read(ByteBuffer in) throws MalformedException;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readersOfPacketsSayNoOrReadThem(long seed) {
        RandomWire random = new RandomWire(seed);
        for (int i = 0; i < INPUTS / 10; i++) {
            for (ByteBuffer packet : random.packets()) {
                ByteBuffer damaged = random.damaged(packet);
                if (PacketType.isSession(damaged)) {
                    readAll(damaged);
                }
            }
        }
    }

    /** What does not look at the first byte, as the machines do before, must bear what begins with another one, too. */
    private static void readAll(ByteBuffer datagram) {
        int bytes = datagram.remaining();
        assertThat(PacketType.of(datagram)).isNotNull();
        assertThat(HelloPacket.read(datagram) != null).isEqualTo(bytes == HelloPacket.BYTES);
        assertThat(InitPacket.read(datagram) != null).isEqualTo(bytes == InitPacket.BYTES);
        assertThat(RetryPacket.read(datagram) != null).isEqualTo(bytes == RetryPacket.BYTES);
        assertThat(AcceptPacket.read(datagram) != null).isEqualTo(bytes == AcceptPacket.BYTES);
        assertThat(ResetPacket.read(datagram) != null).isEqualTo(bytes == ResetPacket.BYTES);
        VersionPacket version = VersionPacket.read(datagram);
        assertThat(version == null || bytes == 18 + 2 * version.versions().size()).isTrue();
        assertThat(!DataPacket.isWellFormed(datagram) || bytes >= DataPacket.MIN_BYTES).isTrue();
        assertThat(datagram.remaining()).as("readers leave the datagram as it is").isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void readerOfFramesReadsOnlyWhatCouldHaveBeenWritten(long seed) throws MalformedException {
        RandomWire random = new RandomWire(seed);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            boolean fromServer = i % 2 == 0;
            ByteBuffer wire = i % 4 == 3 ? ByteBuffer.wrap(random.bytes(random.below(60)))
                    : random.damaged(RandomWire.written(random.frames(fromServer)));
            List<Frame> frames = orNull(in -> FrameReader.read(in, fromServer), wire);
            if (frames != null) {
                read++;
                assertThat(FrameReader.read(RandomWire.written(frames), fromServer)).as("seed %s", seed)
                        .isEqualTo(frames);
            }
        }
        assertThat(read).as("inputs that were well-formed").isBetween(INPUTS / 20, INPUTS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void readersOfMessagesReadOnlyWhatCouldHaveBeenWritten(long seed) throws MalformedException {
        RandomWire random = new RandomWire(seed);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            ByteBuffer wire = i % 4 == 3 ? ByteBuffer.wrap(random.bytes(random.below(60)))
                    : random.damaged(random.control().write());
            ControlMessage message = orNull(ControlMessage::read, wire);
            if (message != null) {
                read++;
                assertThat(ControlMessage.read(message.write())).as("seed %s", seed).isEqualTo(message);
            }
            RoomFormat.Said said = orNull(RoomFormat.Said::read, wire);
            if (said != null) {
                assertThat(RoomFormat.Said.read(said.write())).as("seed %s", seed).isEqualTo(said);
            }
            RoomFormat.Heard heard = orNull(RoomFormat.Heard::read, wire);
            if (heard != null) {
                assertThat(RoomFormat.Heard.read(heard.write())).as("seed %s", seed).isEqualTo(heard);
            }
        }
        assertThat(read).as("inputs that were well-formed").isBetween(INPUTS / 20, INPUTS * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void readersOfWhatIsNotSaidInRoomsReadOnlyWhatCouldHaveBeenWritten(long seed) throws MalformedException {
        RandomWire random = new RandomWire(seed);
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            ByteBuffer wire = i % 4 == 3 ? ByteBuffer.wrap(random.bytes(random.below(60)))
                    : random.damaged(new NoticeFormat.Typed(
                            ChannelId.of(1 + random.below(64), ChannelId.Class.ORDERED), 1 + random.number() / 2,
                            random.text(40)).write());
            DirectFormat.Said said = orNull(DirectFormat.Said::read, wire);
            if (said != null) {
                assertThat(DirectFormat.Said.read(said.write())).as("seed %s", seed).isEqualTo(said);
            }
            DirectFormat.Heard heard = orNull(DirectFormat.Heard::read, wire);
            if (heard != null) {
                assertThat(DirectFormat.Heard.read(heard.write())).as("seed %s", seed).isEqualTo(heard);
            }
            NoticeFormat.Types types = orNull(NoticeFormat.Types::read, wire);
            if (types != null) {
                assertThat(NoticeFormat.Types.read(types.write())).as("seed %s", seed).isEqualTo(types);
            }
            NoticeFormat.Typed typed = orNull(NoticeFormat.Typed::read, wire);
            if (typed != null) {
                read++;
                assertThat(NoticeFormat.Typed.read(typed.write())).as("seed %s", seed).isEqualTo(typed);
            }
        }
        assertThat(read).as("notices that were well-formed").isBetween(INPUTS / 20, INPUTS * 9 / 10);
    }

    /** {@return what was read, or null if it was malformed; everything else that a reader throws fails the test} */
    private static <T> T orNull(Reader<T> reader, ByteBuffer wire) {
        int bytes = wire.remaining();
        try {
            return reader.read(wire);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return null;
        } finally {
            assertThat(wire.remaining()).as("readers leave the bytes as they are").isEqualTo(bytes);
        }
    }

    @Test
    void limitsOutsideTheirRangesAreNoLimits() {
        RandomWire random = new RandomWire(10);
        for (int i = 0; i < INPUTS; i++) {
            ByteBuffer wire = random.damaged(ByteBuffer.wrap(new Limits(1024, 2048, 1, 5).bytes()));
            Limits limits = wire.remaining() < Limits.BYTES ? null : Limits.read(wire.duplicate());
            if (limits != null) {
                assertThat(limits.maxMessageBytes()).isBetween(1024, 65_536);
                assertThat(limits.sessionCreditBytes()).isBetween(2 * limits.maxMessageBytes(), 1 << 30);
                assertThat(limits.channelCredit()).isBetween(1, 1024);
                assertThat(limits.idleTimeoutSeconds()).isBetween(5, 600);
            }
        }
    }
}
