package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.Moving;
import io.github.udpchat.model.Admission;
import org.junit.jupiter.api.Test;

/** Whom a server that is drained tells of its successor: PROTOCOL.md, section 2.13. */
class MovingToldTest extends SessionFixture {

    private static final InetSocketAddress SUCCESSOR = at(9, 5_000);

    @Override
    Limits limits() {
        return LIMITS.with(Limits.KNOWS_MODEL);
    }

    private List<Sent> drain(InetSocketAddress successor) {
        server.drain(now, Duration.ofMinutes(1).toNanos(), successor, new CompletableFuture<>(), out);
        List<Sent> sent = new ArrayList<>(sent());
        sent.addAll(passes(Duration.ofMillis(10)));
        return sent;
    }

    private HandClient client(int number) {
        return new HandClient(this, at(number, 4_000), 10 + number);
    }

    @Test
    void membersThatKnowOfItAreTold() {
        HandClient ana = client(1).with(limits()).member("Ana");
        HandClient old = client(2).with(LIMITS).member("Old");
        HandClient stranger = client(3).with(limits()).open();
        List<Sent> sent = drain(SUCCESSOR);
        assertThat(ana.control(sent)).contains(new Moving(SUCCESSOR));
        assertThat(old.control(sent)).doesNotHaveAnyElementsOfTypes(Moving.class);
        assertThat(sent).as("who is no member is told nothing at all").noneMatch(
                packet -> packet.to().equals(stranger.address()));
    }

    @Test
    void whoComesMeanwhileIsToldBeforeTheRefusal() {
        HandClient ana = client(1).with(limits()).halfOpen();
        drain(SUCCESSOR);
        List<Sent> refusal = ana.join("Ana");
        assertThat(ana.read(refusal)).filteredOn(frame -> !(frame instanceof Frame.Ack)).containsExactly(
                new Frame.Message(ChannelId.CONTROL, 0, new Moving(SUCCESSOR).write()),
                new Frame.Close(CloseCode.SERVER_CLOSES, ""));
        HandClient old = client(2).with(LIMITS).halfOpen();
        assertThat(old.control(old.join("Old"))).isEmpty();
        nothingIsLeft();
    }

    @Test
    void whoWaitsForADecisionIsToldAtOnceWhateverIsDecided() {
        HandClient ana = client(1).with(limits()).halfOpen();
        ana.read(ana.join("Ana"));
        assertThat(ana.control(drain(SUCCESSOR))).containsExactly(new Moving(SUCCESSOR));
        assertThat(answer(Admission.accept("Ana"))).noneMatch(packet -> packet.to().equals(ana.address()));
        nothingIsLeft();
    }

    /** What is said within a millisecond of another packet waits for the end of it; the end of the session does not. */
    @Test
    void isToldAlsoRightBeforeTheCloseAndRightAfterAPacket() {
        HandClient ana = client(1).with(limits()).halfOpen();
        List<Sent> before = new ArrayList<>(ana.join("Ana"));
        before.addAll(passes(Duration.ofMillis(25)));
        assertThat(ana.read(before)).as("the acknowledgement has just left").isNotEmpty();
        assertThat(ana.control(drain(SUCCESSOR))).containsExactly(new Moving(SUCCESSOR));
    }

    @Test
    void ofSeveralCallsTheFirstCountsAlsoWhenItsTimeIsUp() {
        HandClient ana = client(1).with(limits()).member("Ana");
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        server.drain(now, 0, SUCCESSOR, first, out);
        List<Sent> sent = new ArrayList<>(sent());
        sent.addAll(passes(Duration.ofMillis(10)));
        assertThat(ana.control(sent)).contains(new Moving(SUCCESSOR));
        assertThat(first).isCompleted();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        server.drain(now, 0, at(8, 5_000), second, out);
        assertThat(ana.control(new ArrayList<>(sent()))).doesNotHaveAnyElementsOfTypes(Moving.class);
        assertThat(second).isCompletedWithValue(first.join());
    }

    @Test
    void whoIsGoneWhenThatIsDecidedIsNot() {
        HandClient ana = client(1).with(limits()).halfOpen();
        ana.join("Ana");
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        drain(SUCCESSOR);
        assertThat(answer(Admission.accept("Ana"))).isEmpty();
        assertThat(sessions.heldBytes()).isZero();
    }

    @Test
    void itIsSaidOnce() {
        HandClient ana = client(1).with(limits()).member("Ana");
        drain(SUCCESSOR);
        assertThat(ana.control(drain(at(8, 5_000)))).doesNotHaveAnyElementsOfTypes(Moving.class);
    }

    @Test
    void withoutASuccessorNothingIsSaid() {
        HandClient ana = client(1).with(limits()).member("Ana");
        assertThat(ana.control(drain(null))).doesNotHaveAnyElementsOfTypes(Moving.class);
    }
}
