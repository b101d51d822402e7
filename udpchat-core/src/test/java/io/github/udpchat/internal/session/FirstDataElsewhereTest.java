package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

/**
 * The first DATA of a session comes from another address than its INIT came from, because the client has moved meanwhile or
 * somebody is faster with a copy: PROTOCOL.md, sections 2.5 and 2.12.
 */
class FirstDataElsewhereTest extends SessionFixture {

    private static final InetSocketAddress HOME = at(1, 4_000);
    private static final InetSocketAddress ELSEWHERE = at(9, 4_000);

    private final HandClient ana = new HandClient(this, HOME, 11);
    private ByteBuffer first = ByteBuffer.allocate(0);

    private List<Sent> firstDataFromElsewhere() {
        ana.halfOpen();
        first = ana.packet(ana.joinFrame("Ana"));
        return toServer(ELSEWHERE, first);
    }

    private long challengeIn(InetSocketAddress at, List<Sent> sent) {
        List<Frame> frames = ana.readAt(at, sent);
        assertThat(frames).as("what went to %s", at).singleElement().isInstanceOf(Frame.PathChallenge.class);
        return ((Frame.PathChallenge) frames.getFirst()).data();
    }

    private static boolean isWelcome(Frame frame) {
        return frame instanceof Frame.Message message && message.channel() == ChannelId.CONTROL;
    }

    private List<Sent> respondsFromElsewhere(long challenge) {
        return toServer(ELSEWHERE, ana.packet(new Frame.PathResponse(challenge)));
    }

    @Test
    void itProvesTheClientAndIsActedOnAndBothAddressesAreChallenged() {
        List<Sent> sent = firstDataFromElsewhere();
        assertThat(challengeIn(ELSEWHERE, sent)).isNotEqualTo(challengeIn(HOME, sent));
        assertThat(sent).hasSize(2);
        assertThat(lastAdmit().request().address()).as("where it has shown that it receives").isEqualTo(HOME);
        assertThat(ana.sendInit()).as("half-open no more: an INIT makes another session").isNotEmpty()
                .allMatch(packet -> packet.to().equals(HOME));
        assertThat(sessions.sessionCount()).isEqualTo(2);
        passes(Stranger.PATIENCE);
        assertThat(sessions.sessionCount()).as("the one that is open has no such deadline").isEqualTo(1);
    }

    @Test
    void theAddressOfInitStaysTheCurrentOneUntilTheOtherIsValidated() {
        long challenge = challengeIn(ELSEWHERE, firstDataFromElsewhere());
        List<Sent> welcome = answer(Admission.accept("Ana"));
        assertThat(welcome).extracting(Sent::to).containsExactly(HOME);
        assertThat(ana.control(welcome)).singleElement().isInstanceOf(ControlMessage.Welcome.class);

        List<Sent> sent = respondsFromElsewhere(challenge);
        assertThat(sent).isNotEmpty().allMatch(packet -> packet.to().equals(ELSEWHERE));
        assertThat(ana.readAt(ELSEWHERE, sent)).as("WELCOME again, at once").anyMatch(
                FirstDataElsewhereTest::isWelcome);
        assertThat(passes(Duration.ofSeconds(5))).isNotEmpty().allMatch(packet -> packet.to().equals(ELSEWHERE));
    }

    @Test
    void anAddressThatNeverAnswersGetsNoMoreThanCameFromThere() {
        List<Sent> sent = firstDataFromElsewhere();
        sent.addAll(answer(Admission.accept("Ana")));
        sent.addAll(passes(Duration.ofSeconds(29)));
        int bytesThere = sent.stream().filter(packet -> packet.to().equals(ELSEWHERE))
                .mapToInt(packet -> packet.datagram().remaining()).sum();
        assertThat(bytesThere).isPositive().isLessThanOrEqualTo(first.remaining());
        assertThat(sent).filteredOn(packet -> packet.to().equals(HOME)).hasSizeGreaterThan(3);
    }

    @Test
    void aClientThatIsStillWhereItWasIsNotMovedByACopyOfItsFirstData() {
        long challenge = challengeIn(ELSEWHERE, firstDataFromElsewhere());
        toServer(HOME, first);
        assertThat(drops).as("its own comes second").containsExactly(DropReason.REPLAYED);
        ana.send(new Frame.Ping());
        assertThat(respondsFromElsewhere(challenge)).as("too late").isEmpty();
        assertThat(answer(Admission.accept("Ana"))).extracting(Sent::to).containsExactly(HOME);
    }
}
