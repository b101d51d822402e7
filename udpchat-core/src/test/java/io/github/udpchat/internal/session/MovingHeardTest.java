package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.udpchat.internal.wire.Moving;
import org.junit.jupiter.api.Test;

/** A client that hears of its server's successor: PROTOCOL.md, section 2.13. */
class MovingHeardTest extends ClientTalkFixture {

    private static final Moving MOVING = new Moving(SessionFixture.at(9, 5_000));

    @Test
    void itGoesThereWhenItsSessionIsOver() {
        session(knowing(), WELCOME, CHANNELS, MOVING);
        assertThat(ended).isEmpty();
        assertThat(whereabouts.next()).isEqualTo(THERE);
        whereabouts.sessionLost();
        assertThat(whereabouts.next()).isEqualTo(MOVING.successor());
    }

    @Test
    void soItDoesWhenItIsNotLetInForThat() {
        session(knowing(), MOVING);
        assertThat(ended).isEmpty();
        whereabouts.tryFailed(true);
        assertThat(whereabouts.next()).isEqualTo(MOVING.successor());
    }

    @Test
    void aServerThatDoesNotKnowOfItBreaksTheProtocol() {
        session(SessionFixture.LIMITS, WELCOME, MOVING);
        breaksTheProtocol();
    }
}
