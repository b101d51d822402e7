package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server makes of a member that enters and leaves rooms, message by message: PROTOCOL.md, section 2.15. */
class RoomSessionsTest extends SessionFixture {

    private static final long SECOND_ROOM = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final long THIRD_ROOM = ChannelId.of(3, ChannelId.Class.ORDERED);

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);

    @BeforeEach
    void member() {
        ana.member("Ana");
    }

    /** What the server tells Ana on channel 0, now and within what it holds back for a moment. */
    private List<ControlMessage> told(List<Sent> atOnce) {
        List<Sent> all = new ArrayList<>(atOnce);
        all.addAll(passes(Duration.ofMillis(5)));
        return ana.control(all);
    }

    private List<ControlMessage> enters(long request, String room) {
        return told(ana.tell(new RoomControl.Enter(request, room)));
    }

    private void breaksTheProtocol(List<Sent> sent) {
        assertThat(ana.closes(sent)).containsExactly((long) CloseCode.VIOLATION);
        assertThat(hub.peerCount()).isZero();
    }

    @Test
    void eachRoomHasItsChannelAndItsEpoch() {
        assertThat(enters(7, "dev")).containsExactly(new RoomControl.Entered(7, SECOND_ROOM, 6, 0));
        assertThat(enters(8, "ops")).containsExactly(new RoomControl.Entered(8, THIRD_ROOM, 7, 0));
        assertThat(told(ana.say(SECOND_ROOM, 0, 1, "hello"))).containsExactly(new ControlMessage.Relayed(1, 0, 0));
        assertThat(told(ana.say(THIRD_ROOM, 0, 2, "hello"))).containsExactly(new ControlMessage.Relayed(2, 0, 0));
    }

    @Test
    void whatComesAfterALeaveIsAnsweredAndThenTheChannelIsGone() {
        enters(1, "dev");
        assertThat(told(ana.tell(new RoomControl.Leave(SECOND_ROOM)))).isEmpty();
        assertThat(events).last().isInstanceOfSatisfying(ServerEvent.Left.class,
                left -> assertThat(left.why()).isEqualTo(new LeaveReason.Left()));
        assertThat(told(ana.say(SECOND_ROOM, 0, 1, "late"))).containsExactly(
                new ControlMessage.Refused(1, Refusals.NOT_A_MEMBER));
        assertThat(drops).containsExactly(DropReason.NOT_A_MEMBER);
        assertThat(told(ana.send(new Frame.End(SECOND_ROOM, 1)))).containsExactly(new RoomControl.Gone(SECOND_ROOM));
        assertThat(hub.messages()).isZero();
    }

    @Test
    void whatIsSaidWhileTheServerDrainsIsRefusedAndCounted() {
        hub.stop(now, out);
        assertThat(told(ana.say(ServerRooms.LOBBY_CHANNEL, 0, 1, "late"))).containsExactly(
                new ControlMessage.Refused(1, Refusals.CLOSING));
        assertThat(drops).containsExactly(DropReason.SERVER_CLOSING);
    }

    @Test
    void aRoomThatIsMadeAgainHasAnotherEpoch() {
        enters(1, "dev");
        ana.tell(new RoomControl.Leave(SECOND_ROOM));
        assertThat(enters(2, "dev")).containsExactly(new RoomControl.Entered(2, THIRD_ROOM, 7, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "classic", " dev", "de\u200Bv", "d\u0435v", "\uFF44ev",
            "a name of more than 32 characters ."})
    void aRoomThatThereCantBeIsNotEntered(String name) {
        assertThat(enters(1, name)).containsExactly(new RoomControl.NotEntered(1, 1));
        assertThat(drops).containsExactly(DropReason.ROOM_NOT_ALLOWED);
    }

    @Test
    void aRoomIsNotEnteredTwice() {
        enters(1, "dev");
        breaksTheProtocol(ana.tell(new RoomControl.Enter(2, "dev")));
    }

    @Test
    void theLobbyIsNotEnteredForEverybodyIsThere() {
        breaksTheProtocol(ana.tell(new RoomControl.Enter(1, "lobby")));
    }

    @Test
    void theLobbyIsNotLeft() {
        breaksTheProtocol(ana.tell(new RoomControl.Leave(ServerRooms.LOBBY_CHANNEL)));
    }

    @Test
    void aRoomIsNotLeftTwice() {
        enters(1, "dev");
        ana.tell(new RoomControl.Leave(SECOND_ROOM));
        breaksTheProtocol(ana.tell(new RoomControl.Leave(SECOND_ROOM)));
    }

    @Test
    void whatAServerSaysIsNotSaidByAClient() {
        breaksTheProtocol(ana.tell(new RoomControl.Gone(SECOND_ROOM)));
    }

    /** All that the server has sent arrives. */
    private List<Sent> acknowledged(List<Sent> sent) throws Exception {
        for (Sent packet : sent) {
            ana.send(new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0));
        }
        return sent;
    }

    @Test
    void noChannelsAreLeftForOneWhoLeavesAndNeverEnds() throws Exception {
        for (int i = 0; i < Incoming.MOST_CHANNELS; i++) {
            acknowledged(ana.tell(new RoomControl.Enter(1 + i, "room " + i)));
            if (drops.isEmpty()) {
                acknowledged(ana.tell(new RoomControl.Leave(ChannelId.of(2 + i, ChannelId.Class.ORDERED))));
            }
            acknowledged(passes(Duration.ofMillis(30)));
        }
        assertThat(drops).containsExactly(DropReason.TOO_MANY_ROOMS, DropReason.TOO_MANY_ROOMS);
        assertThat(events.stream().filter(ServerEvent.Joined.class::isInstance))
                .hasSize(1 + Incoming.MOST_CHANNELS - 2);
    }
}
