package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.LeaveReason;
import org.junit.jupiter.api.Test;

/** A client that acknowledges nothing, and asks until the server may keep no further answer for it. It goes; the server stays. */
class FullControlQueueTest extends SessionFixture {

    private final HandClient eve = new HandClient(this, at(1, 4_000), 11);

    @Override
    Limits limits() {
        return LIMITS.with(Limits.KNOWS_MODEL);
    }

    /** So many answers wait for Eve as may. */
    private void asksForMuchAndAcknowledgesNothing() {
        eve.member("Eve");
        ServerSession session = sessions.session(eve.sessionId());
        for (int i = 1; session.link().channels().outgoing().controlMessages() < Outgoing.MOST_CONTROL_MESSAGES; i++) {
            eve.tell(new RoomControl.Enter(i, "~"));
        }
    }

    private void isSentAwayAsSlow() {
        assertThat(left()).hasSize(1).first().isInstanceOf(LeaveReason.SlowConsumer.class);
        nothingIsLeft();
        assertThat(sessions.heldBytes()).isZero();
    }

    @Test
    void aRefusalThatFindsNoRoomSendsItAway() {
        asksForMuchAndAcknowledgesNothing();
        eve.tell(new RoomControl.Enter(10_000, "~"));
        isSentAwayAsSlow();
    }

    @Test
    void anEntryThatFindsNoRoomSendsItAway() {
        asksForMuchAndAcknowledgesNothing();
        ControlMessage enter = new RoomControl.Enter(10_000, "dev");
        assertThatCode(() -> eve.tell(enter)).doesNotThrowAnyException();
        assertThatCode(this::isSentAwayAsSlow).doesNotThrowAnyException();
    }

    @Test
    void anEntryWithARecallThatFindsNoRoomSendsItAway() {
        asksForMuchAndAcknowledgesNothing();
        eve.tell(new HistoryControl.Recall(null, 10));
        assertThatCode(() -> eve.tell(new RoomControl.Enter(10_000, "dev"))).doesNotThrowAnyException();
        isSentAwayAsSlow();
    }
}
