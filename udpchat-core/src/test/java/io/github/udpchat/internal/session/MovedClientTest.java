package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.model.Admission;
import org.junit.jupiter.api.Test;

/** What a server still knows of the path when its client has moved: PROTOCOL.md, section 2.12, step 4. */
class MovedClientTest extends SessionFixture {

    private static final InetSocketAddress HOME = at(1, 4_000);
    private static final InetSocketAddress OTHER_PORT = at(1, 5_000);
    private static final InetSocketAddress OTHER_HOST = at(9, 4_000);

    private final HandClient ana = new HandClient(this, HOME, 11);
    private final HandClient ben = new HandClient(this, at(2, 4_000), 12);

    /** Acknowledges at home what came there. */
    private void acknowledges(List<Sent> sent) {
        for (Sent packet : sent) {
            if (packet.to().equals(HOME)) {
                try {
                    ana.send(new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0));
                } catch (AcknowledgementException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** The server has measured a round trip of a millisecond. */
    private void anaIsAMemberOnAShortPath() {
        ben.member("Ben");
        ana.halfOpen();
        List<Sent> sent = ana.join("Ana");
        sent.addAll(answer(Admission.accept("Ana")));
        for (int counter = 1; counter <= 20; counter++) {
            passes(Duration.ofMillis(1));
            acknowledges(sent);
            sent = ben.say(counter, "hello");
        }
        passes(Duration.ofMillis(1));
        acknowledges(sent);
        acknowledges(passes(Duration.ofMillis(50)));
    }

    private void movesTo(InetSocketAddress there) {
        ByteBuffer padded = ana.packet(Collections.nCopies(30, new Frame.Ping()).toArray(Frame[]::new));
        List<Sent> challenges = toServer(there, padded);
        Frame challenge = ana.readAt(there, challenges).getFirst();
        List<Sent> sent = toServer(there,
                ana.packet(new Frame.PathResponse(((Frame.PathChallenge) challenge).data())));
        assertThat(sent).as("at once, a probe where nothing waits").isNotEmpty()
                .allMatch(packet -> packet.to().equals(there));
    }

    /** Nobody acknowledges the probes of the move: how long it takes until the server sends again. */
    private Duration untilTheNextProbe() {
        long since = now;
        while (passes(Duration.ofMillis(1)).stream().allMatch(packet -> packet.to().equals(ben.address()))) {
            assertThat(now - since).as("it probes some time").isLessThan(10 * SECOND);
        }
        return Duration.ofNanos(now - since);
    }

    @Test
    void onAnotherPortTheRoundTripIsStillKnown() {
        anaIsAMemberOnAShortPath();
        movesTo(OTHER_PORT);
        assertThat(untilTheNextProbe()).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void onAnotherHostNothingIsKnown() {
        anaIsAMemberOnAShortPath();
        movesTo(OTHER_HOST);
        assertThat(untilTheNextProbe()).as("initial RTT of 333 ms: RFC 9002 section 6.2.2")
                .isGreaterThan(Duration.ofMillis(900));
    }
}
