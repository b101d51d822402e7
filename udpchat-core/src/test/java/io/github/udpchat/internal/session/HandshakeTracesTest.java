package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;

import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.Admission;
import org.junit.jupiter.api.Test;

/** What a server tells of its handshakes: of each exactly once, when it is over. */
class HandshakeTracesTest extends SessionFixture {

    private final HandClient ana = new HandClient(this, at(1, 4_000), 10);

    private Trace.Handshake only() {
        assertThat(traces).hasSize(1).first().isInstanceOf(Trace.Handshake.class);
        return (Trace.Handshake) traces.getFirst();
    }

    private void failed(String why, Duration took) {
        assertThat(only().failure()).contains(why);
        assertThat(only().peer()).isEqualTo(ana.address());
        assertThat(Duration.ofNanos(only().nanos())).isEqualTo(took);
        passes(Duration.ofSeconds(10));
        sessions.onClose(now, out);
        sent();
        assertThat(traces).hasSize(1);
    }

    @Test
    void whoIsLetInHasTakenTheTimeFromItsInitOn() {
        ana.halfOpen();
        now += 7 * MILLISECOND;
        ana.join("Ana");
        now += 5 * MILLISECOND;
        assertThat(traces).isEmpty();
        answer(Admission.accept("Ana"));
        long session = only().session();
        assertThat(session).isNotZero();
        assertThat(only()).isEqualTo(
                new Trace.Handshake(session, ana.address(), 12 * MILLISECOND, Optional.empty()));
        passes(Duration.ofSeconds(100));
        assertThat(traces).as("its session has ended, which is no handshake").hasSize(1);
    }

    @Test
    void whoIsNotLetInHasFailedWhenThatIsDecided() {
        ana.halfOpen();
        ana.join("Ana");
        now += 5 * MILLISECOND;
        answer(Admission.reject("no"));
        failed("ADMISSION_REJECTED", Duration.ofMillis(5));
    }

    @Test
    void whoseNameIsNotAllowedHasFailed() {
        ana.halfOpen();
        ana.join("");
        failed("NAME_NOT_ALLOWED", Duration.ZERO);
    }

    @Test
    void whoNeverConfirmsHasFailedAfterThreeSeconds() {
        ana.halfOpen();
        passes(Duration.ofSeconds(4));
        failed("TimedOut", Stranger.PATIENCE);
    }

    @Test
    void whoNeverJoinsHasFailedAfterThreeSeconds() {
        ana.open();
        passes(Duration.ofSeconds(4));
        failed("TimedOut", Stranger.PATIENCE);
    }

    @Test
    void whoSendsAFalseInitHasFailedAtOnce() {
        toServer(ana.address(), ana.brokenInit());
        assertThat(only().session()).isZero();
        failed("HANDSHAKE_FAILED", Duration.ZERO);
    }

    @Test
    void whoIsStillAStrangerWhenTheServerClosesHasFailed() {
        ana.open();
        sessions.onClose(now, out);
        sent();
        assertThat(only().failure()).contains("ServerClosed");
    }
}
