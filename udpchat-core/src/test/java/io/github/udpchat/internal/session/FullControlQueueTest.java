package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.LeaveReason;
import org.junit.jupiter.api.Test;

/** A client that acknowledges nothing, and asks until the server may keep no further answer for it. It goes; the server stays. */
class FullControlQueueTest extends SessionFixture {

    private static final long DIRECT = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final long ROOM = ChannelId.of(3, ChannelId.Class.ORDERED);
    private static final int CREDIT = LIMITS.channelCredit();

    private final HandClient eve = new HandClient(this, at(1, 4_000), 11);

    @Override
    Limits limits() {
        return LIMITS.with(Limits.KNOWS_MODEL);
    }

    /** So many answers wait for Eve as may. */
    private void asksForMuchAndAcknowledgesNothing() {
        eve.member("Eve");
        Outgoing answers = sessions.session(eve.sessionId()).link().channels().outgoing();
        eve.tell(new RoomControl.Enter(1, "room"));
        for (int i = 0; i < CREDIT; i++) {
            eve.say(1, "the same again");
            eve.say(ROOM, i, 1, "and again");
            eve.send(new Frame.Message(DIRECT, i, new DirectFormat.Said(1, 1, ByteBuffer.allocate(0)).write()));
        }
        for (int i = answers.controlMessages(); i < Outgoing.MOST_CONTROL_MESSAGES; i++) {
            eve.tell(new RoomControl.Enter(i, "~"));
        }
        assertThat(answers.controlMessages()).isEqualTo(Outgoing.MOST_CONTROL_MESSAGES);
    }

    private void isSentAwayAsSlow() {
        assertThat(left()).isNotEmpty().allSatisfy(why -> assertThat(why).isInstanceOf(LeaveReason.SlowConsumer.class));
        taken();
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
