package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

/** Numbers and keys of what is sent: PROTOCOL.md, section 2.6. */
class PacketSealerTest {

    private final Aead aead = new Aead();
    private final PacketSealer sealer = new PacketSealer(9, new TrafficSecret(new byte[32]), aead);
    private final PacketOpener opener = new PacketOpener(new TrafficSecret(new byte[32]), aead);

    private ByteBuffer seal(String text) {
        return sealer.seal(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private DropReason open(ByteBuffer packet) {
        return opener.open(packet.duplicate(), ByteBuffer.allocate(1200));
    }

    private void leaveOut(long count) {
        for (long i = 0; i < count; i++) {
            sealer.leaveOutNumber();
        }
    }

    @Test
    void everyPacketHasANumberOfItsOwnAndNothingLooksAlike() {
        ByteBuffer first = seal("same");
        ByteBuffer second = seal("same");
        assertThat(DataPacket.number(first)).isZero();
        assertThat(DataPacket.number(second)).isEqualTo(1);
        assertThat(sealer.nextNumber()).isEqualTo(2);
        int header = DataPacket.HEADER_BYTES;
        assertThat(first.slice(header, 4)).isNotEqualTo(second.slice(header, 4));
        assertThat(DataPacket.sessionId(first)).isEqualTo(9);
    }

    @Test
    void aNumberThatIsLeftOutIsNeverUsed() {
        seal("0");
        sealer.leaveOutNumber();
        assertThat(DataPacket.number(seal("2"))).isEqualTo(2);
    }

    @Test
    void theKeyIsUpdatedAfter2To20NumbersIfThePeerHasIt() {
        seal("0");
        sealer.acknowledged(0);
        leaveOut(PacketSealer.UPDATE_AFTER - 2);
        ByteBuffer last = seal("last of its phase");
        ByteBuffer first = seal("first of the next");
        assertThat(DataPacket.keyPhase(last)).isZero();
        assertThat(DataPacket.keyPhase(first)).isEqualTo(1);
        assertThat(open(last)).isNull();
        assertThat(open(first)).isNull();
    }

    @Test
    void withoutAnAcknowledgementThereIsNoUpdateAndInTheEndNoPacket() {
        leaveOut(PacketSealer.UPDATE_AFTER + 5);
        assertThat(DataPacket.keyPhase(seal("still the first phase"))).isZero();
        while (sealer.maySeal()) {
            sealer.leaveOutNumber();
        }
        assertThat(sealer.nextNumber()).isEqualTo(PacketSealer.MOST_UNDER_ONE_KEY - 64);
        assertThat(DataPacket.keyPhase(seal("a CLOSE, for which 64 are kept"))).isZero();
        while (sealer.maySealLast()) {
            sealer.leaveOutNumber();
        }
        assertThat(sealer.nextNumber()).isEqualTo(PacketSealer.MOST_UNDER_ONE_KEY);
        assertThatThrownBy(() -> seal("one too many")).isInstanceOf(AssertionError.class);
    }

    @Test
    void anAcknowledgementFromBeforeTheUpdateDoesNotShowThatThePeerFollows() {
        leaveOut(PacketSealer.UPDATE_AFTER);
        sealer.acknowledged(3);
        assertThat(DataPacket.keyPhase(seal("phase 1"))).isEqualTo(1);
        sealer.acknowledged(4);
        leaveOut(PacketSealer.UPDATE_AFTER);
        assertThat(DataPacket.keyPhase(seal("phase 1 still"))).isEqualTo(1);
        sealer.acknowledged(sealer.nextNumber() - 1);
        assertThat(DataPacket.keyPhase(seal("phase 2"))).isZero();
    }

    @Test
    void aForgeryInTheNextKeyPhaseMovesNoPhase() {
        ByteBuffer first = seal("first");
        ByteBuffer second = seal("second");
        ByteBuffer forged = ByteBuffer.allocate(60);
        DataPacket.writeHeader(forged, 1, 9, 1_000);
        assertThat(open(first)).isNull();
        assertThat(open(forged.clear())).isEqualTo(DropReason.NOT_AUTHENTIC);
        assertThat(opener.highest()).isZero();
        assertThat(open(second)).isNull();
        sealer.updateKey();
        assertThat(open(seal("third, in the next phase"))).isNull();
    }

    @Test
    void aLatePacketOfThePreviousPhaseIsOpenedAndOneWithANewNumberIsNot() {
        ByteBuffer late = seal("late");
        PacketSealer lagging = new PacketSealer(9, new TrafficSecret(new byte[32]), aead);
        sealer.updateKey();
        ByteBuffer first = seal("first of phase 1");
        assertThat(open(first)).isNull();
        for (int i = 0; i < 5; i++) {
            lagging.leaveOutNumber();
        }
        ByteBuffer oldKeyNewNumber = lagging.seal(ByteBuffer.allocate(1));
        assertThat(open(oldKeyNewNumber)).isEqualTo(DropReason.NOT_AUTHENTIC);
        assertThat(open(late)).isNull();
    }
}
