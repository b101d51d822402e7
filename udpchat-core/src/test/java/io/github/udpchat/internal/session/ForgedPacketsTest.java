package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

/** Forged and replayed packets: PROTOCOL.md, section 2.6. More of them with {@code -Dsession.forgeries=10000000}. */
class ForgedPacketsTest {

    private static final int FORGERIES = Integer.getInteger("session.forgeries", 200_000);
    private static final long SESSION = 0x1122334455667788L;

    private final SplittableRandom random = new SplittableRandom(5);
    private final Aead aead = new Aead();
    private final PacketSealer sealer = new PacketSealer(SESSION, new TrafficSecret(new byte[32]), aead);
    private final PacketOpener opener = new PacketOpener(new TrafficSecret(new byte[32]), aead);
    private final ByteBuffer frames = ByteBuffer.allocate(1200);
    private final List<ByteBuffer> genuine = new ArrayList<>();

    @Test
    void noneIsAcceptedAndNoneChangesWhatIsAccepted() {
        for (int i = 0; i < 2_000; i++) {
            genuine.add(seal());
        }
        int accepted = 0;
        for (int i = 0; i < FORGERIES; i++) {
            if (accepted < 1_500 && i % (FORGERIES / 1_500) == 0) {
                assertThat(open(genuine.get(accepted++))).as("the genuine packet after %s forgeries", i).isNull();
            }
            long highest = opener.highest();
            ByteBuffer forgery = random.nextInt(4) == 0 && accepted > 0 ? genuine.get(random.nextInt(accepted))
                    : forged(genuine.get(random.nextInt(genuine.size())));
            boolean wellFormed = DataPacket.isWellFormed(forgery);
            if (wellFormed) {
                assertThat(open(forgery)).as("forgery %s", i).isIn(DropReason.NOT_AUTHENTIC, DropReason.REPLAYED);
            }
            assertThat(opener.highest()).isEqualTo(highest);
        }
        for (int i = accepted; i < genuine.size(); i++) {
            assertThat(open(genuine.get(i))).as("genuine packet %s at last", i).isNull();
        }
    }

    private ByteBuffer seal() {
        byte[] content = new byte[1 + random.nextInt(60)];
        random.nextBytes(content);
        return sealer.seal(ByteBuffer.wrap(content));
    }

    private DropReason open(ByteBuffer datagram) {
        return opener.open(datagram.duplicate(), frames.clear());
    }

    /** A genuine packet with something changed: a bit anywhere, its number, its key phase, its length, or all of it. */
    private ByteBuffer forged(ByteBuffer packet) {
        byte[] bytes = new byte[packet.remaining()];
        packet.duplicate().get(bytes);
        ByteBuffer forged = ByteBuffer.wrap(bytes);
        switch (random.nextInt(6)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> forged.putLong(10, DataPacket.NUMBERS_END - 1 - random.nextInt(3));
            case 2 -> forged.putLong(10, forged.getLong(10) + 1 + random.nextInt(5000));
            case 3 -> bytes[1] ^= 1;
            case 4 -> {
                return ByteBuffer.wrap(bytes, 0, bytes.length - 1 - random.nextInt(8)).slice();
            }
            default -> {
                random.nextBytes(bytes);
                bytes[0] = (byte) 0xFC;
                bytes[1] &= 1;
                bytes[10] &= 0x3F;
            }
        }
        return forged;
    }

    @Test
    void keyUpdatesAreFollowedThroughReorderingAndTheOldKeyIsForgotten() {
        List<ByteBuffer> packets = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            if (i % 1_000 == 500) {
                sealer.acknowledged(sealer.nextNumber() - 1);
                sealer.updateKey();
            }
            packets.add(seal());
        }
        // The packets about each update come in disorder, those of the new key first.
        for (int from = 0; from < 3_000; from += 20) {
            for (int i = 19; i >= 0; i--) {
                assertThat(open(packets.get(from + i))).as("packet %s", from + i).isNull();
            }
        }
        assertThat(packets).allSatisfy(packet -> assertThat(open(packet)).isEqualTo(DropReason.REPLAYED));
    }

    @Test
    void theWindowIs1024NumbersWide() {
        List<ByteBuffer> packets = new ArrayList<>();
        for (int i = 0; i < 1_026; i++) {
            packets.add(seal());
        }
        assertThat(open(packets.get(1_025))).isNull();
        assertThat(open(packets.get(2))).isNull();
        assertThat(open(packets.get(1))).isEqualTo(DropReason.REPLAYED);
        assertThat(open(packets.get(0))).isEqualTo(DropReason.REPLAYED);
        assertThat(open(packets.get(1_024))).isNull();
        assertThat(open(packets.get(1_025))).isEqualTo(DropReason.REPLAYED);
    }
}
