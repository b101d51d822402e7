package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.wire.Frame;
import org.junit.jupiter.api.Test;

/** A client that moves while its session ends: PROTOCOL.md, sections 2.11 and 2.12. */
class CloseElsewhereTest extends SessionFixture {

    private static final InetSocketAddress ELSEWHERE = at(9, 4_000);
    private static final String WHY = "spam, and that for the third time today";

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);

    private void anaIsRemoved() {
        ana.member("Ana");
        passes(Duration.ofMillis(500));
        hub.remove(now, hub.peers().getFirst().id(), WHY, out);
        assertThat(ana.read(sent())).contains(new Frame.Close(CloseCode.REMOVED, WHY));
        passes(Duration.ofMillis(100));
    }

    /** A PING in a datagram of so many bytes, as a client that pads sends it. */
    private ByteBuffer ping(int bytes) {
        List<Frame> frames = new ArrayList<>();
        for (int more = 34; more < bytes; more++) {
            frames.add(new Frame.Ping());
        }
        ByteBuffer packet = ana.packet(frames.toArray(Frame[]::new));
        assertThat(packet.remaining()).isEqualTo(bytes);
        return packet;
    }

    @Test
    void whoHasMovedHearsOfTheEndWhereItIsNow() {
        anaIsRemoved();
        List<Sent> sent = toServer(ELSEWHERE, ping(200));
        assertThat(sent).extracting(Sent::to).containsExactly(ELSEWHERE);
        assertThat(ana.readAt(ELSEWHERE, sent)).containsExactly(new Frame.Close(CloseCode.REMOVED, WHY));
    }

    @Test
    void anAddressThatIsNotValidatedGetsNoMoreBytesThanCameFromThere() {
        anaIsRemoved();
        List<Sent> sent = toServer(ELSEWHERE, ping(64));
        assertThat(sent).extracting(Sent::to).containsExactly(ELSEWHERE);
        assertThat(sent.getFirst().datagram().remaining()).isEqualTo(37);
        assertThat(ana.readAt(ELSEWHERE, sent)).as("without its text").containsExactly(
                new Frame.Close(CloseCode.REMOVED, ""));

        passes(Duration.ofMillis(100));
        assertThat(toServer(ELSEWHERE, ping(36))).as("also that would be longer").isEmpty();
        assertThat(ana.read(toServer(ana.address(), ping(36)))).as("where it was validated, it gets all")
                .containsExactly(new Frame.Close(CloseCode.REMOVED, WHY));
    }

    @Test
    void closeIsSaidAgainWhereTheClientWasForSure() {
        anaIsRemoved();
        toServer(ELSEWHERE, ping(64));
        assertThat(passes(Duration.ofSeconds(2))).extracting(Sent::to).containsExactly(ana.address(), ana.address());
    }

    @Test
    void whoClosesAfterItHasMovedIsAnsweredWhereItIsNow() {
        ana.member("Ana");
        List<Sent> sent = toServer(ELSEWHERE, ana.packet(new Frame.Close(CloseCode.BY_APPLICATION, "")));
        assertThat(sent).extracting(Sent::to).containsExactly(ELSEWHERE);
        assertThat(ana.readAt(ELSEWHERE, sent)).containsExactly(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        assertThat(sent.getFirst().datagram().remaining()).isEqualTo(37);
        assertThat(sessions.sessionCount()).isZero();
    }
}
