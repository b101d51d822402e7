package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import org.junit.jupiter.api.Test;

/** A server whose members take too little, or whose own application does: PROTOCOL.md, sections 2.9 and 2.11. */
class SlowMembersTest extends SessionFixture {

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);
    private final HandClient ben = new HandClient(this, at(2, 4_000), 12);

    @Test
    void whoIsHeardAndAcknowledgesNothingForThirtySecondsIsClosed() {
        ana.member("Ana");
        ben.member("Ben");
        ana.say(1, "hello");
        for (int second = 0; second < 29; second++) {
            passes(Duration.ofSeconds(1));
            ben.send(new Frame.Ping());
            ana.send(new Frame.Ping());
        }
        assertThat(left()).isEmpty();
        List<Sent> sent = passes(Duration.ofSeconds(2));
        assertThat(ben.closes(sent)).contains((long) CloseCode.SLOW_CONSUMER);
        assertThat(left()).contains(new LeaveReason.SlowConsumer());
    }

    @Test
    void whoIsNotHeardIsLeftToTheIdleTimeout() {
        ana.member("Ana");
        ben.member("Ben");
        ana.say(1, "hello");
        passes(Duration.ofSeconds(29));
        assertThat(left()).isEmpty();
        passes(Duration.ofSeconds(1));
        assertThat(left()).hasSize(2).containsOnly(new LeaveReason.TimedOut(Duration.ofSeconds(30)));
    }

    @Test
    void whatASessionHeldIsGivenBackWhenItEnds() {
        ana.member("Ana");
        ben.member("Ben");
        ana.say(1, "hello");
        assertThat(sessions.heldBytes()).as("the message, for the server's listener and for Ben").isPositive();
        passes(Duration.ofMinutes(2));
        assertThat(sessions.heldBytes()).as("what the server's listener has not heard yet").isBetween(513L, 575L);
        taken();
        assertThat(sessions.heldBytes()).isZero();
    }

    @Test
    void aServerWhoseMemoryIsFullReceivesNothingNewUntilSomethingWasTaken() {
        SessionFixture full = new SessionFixture() {
            @Override
            long mostHeldBytes() {
                return 400;
            }
        };
        HandClient cleo = new HandClient(full, at(9, 4_000), 20).member("Cleo");
        cleo.say(1, "one".repeat(200));
        assertThat(cleo.control(cleo.say(2, "two"))).isEmpty();
        assertThat(full.drops).containsExactly(DropReason.MEMORY_FULL);
        assertThat(full.hub.messages()).isEqualTo(1);
        full.taken();
        full.drops.clear();
        cleo.again();
        assertThat(full.drops).isEmpty();
        assertThat(full.hub.messages()).isEqualTo(2);
    }

    @Test
    void whatBreaksTheProtocolIsNotHeldForEver() {
        ana.member("Ana");
        ana.say(0, "a counter that is too low");
        assertThat(left()).hasSize(1).first().isInstanceOf(LeaveReason.BrokeProtocol.class);
        passes(Duration.ofMinutes(2));
        taken();
        assertThat(sessions.heldBytes()).isZero();
    }

    @Test
    void aTimerThatIsLateFindsTheSlowMemberAllTheSame() {
        ana.member("Ana");
        ben.member("Ben");
        ana.say(1, "hello");
        long stuckAt = now + Duration.ofSeconds(30).toNanos();
        for (int second = 0; second < 5; second++) {
            passes(Duration.ofSeconds(5));
            ben.send(new Frame.Ping());
            ana.send(new Frame.Ping());
        }
        now = stuckAt + Duration.ofMillis(700).toNanos();
        server.onTimer(now, out);
        sent();
        assertThat(left()).contains(new LeaveReason.SlowConsumer());
        assertThat(drops).doesNotContain(DropReason.INTERNAL_ERROR);
    }
}
