package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.Admission;
import org.junit.jupiter.api.Test;

/** A member that sends from a second address, and answers nothing there: PROTOCOL.md, sections 2.10 and 2.12. */
class SecondAddressTest extends SessionFixture {

    private static final InetSocketAddress SECOND = at(1, 5_000);

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);

    private void acknowledges(List<Sent> sent) {
        for (Sent packet : sent) {
            if (packet.type() == PacketType.DATA) {
                try {
                    ana.send(new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0));
                } catch (AcknowledgementException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void challengesThatNobodyAcknowledgesAreFewAndNothingIsSaidAgainForThem() {
        ana.halfOpen();
        acknowledges(ana.join("Ana"));
        acknowledges(answer(Admission.accept("Ana")));
        acknowledges(passes(Duration.ofMillis(500)));

        List<Sent> sent = new ArrayList<>();
        for (int packets = 0; packets < 500; packets++) {
            sent.addAll(toServer(SECOND, ana.packet(new Frame.Ping())));
            sent.addAll(passes(Duration.ofMillis(2)));
        }
        assertThat(sent.stream().filter(packet -> packet.to().equals(SECOND))).as("a tenth of a second apart")
                .hasSizeBetween(9, 11);
        passes(Duration.ofSeconds(6));
        assertThat(passes(Duration.ofSeconds(9))).as("no probe, before the heartbeat").isEmpty();
    }
}
