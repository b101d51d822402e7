package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.NoticeFormat;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server makes of direct messages and notices, message by message: PROTOCOL.md, section 2.15. */
class DirectSessionsTest extends SessionFixture {

    private static final long DIRECT = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final long FIRST_ROOM = ChannelId.of(3, ChannelId.Class.ORDERED);
    private static final long NOTICES = ServerDirect.NOTICES;
    private static final Limits KNOWING = LIMITS.with(Limits.KNOWS_MODEL);

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);
    private final HandClient ben = new HandClient(this, at(2, 4_000), 12);

    @Override
    Limits limits() {
        return KNOWING;
    }

    private void bothJoin() {
        ana.member("Ana");
        ben.member("Ben");
        passes(Duration.ofMillis(5));
    }

    private List<Sent> says(long number, long counter, long person, String text) {
        List<Sent> all = new ArrayList<>(ana.send(new Frame.Message(DIRECT, number,
                new DirectFormat.Said(counter, person, Payload.utf8(text).asByteBuffer()).write())));
        all.addAll(passes(Duration.ofMillis(5)));
        return all;
    }

    private static List<ByteBuffer> on(long channel, List<Frame> frames) {
        return frames.stream().filter(frame -> frame instanceof Frame.Message message && message.channel() == channel)
                .map(frame -> ((Frame.Message) frame).content()).toList();
    }

    private static List<DirectFormat.Heard> heard(List<Frame> frames) throws MalformedException {
        List<DirectFormat.Heard> heard = new ArrayList<>();
        for (ByteBuffer message : on(DIRECT, frames)) {
            heard.add(DirectFormat.Heard.read(message));
        }
        return heard;
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private void breaksTheProtocol(List<Sent> sent) {
        assertThat(ana.closes(sent)).containsExactly((long) CloseCode.VIOLATION);
    }

    private void isRefused(List<Sent> sent, long counter, int reason) {
        assertThat(ana.control(sent)).containsExactly(new ControlMessage.Refused(counter, reason));
    }

    @Test
    void theChannelsAreNamedRightAfterTheWelcome() {
        ana.halfOpen();
        ana.join("Ana");
        List<Sent> sent = new ArrayList<>(answer(Admission.accept("Ana")));
        sent.addAll(passes(Duration.ofMillis(5)));
        assertThat(ana.control(sent)).startsWith(
                new ControlMessage.Welcome(1, "Ana", ServerRooms.LOBBY_CHANNEL, 5, 0, false),
                new RoomControl.Channels(DIRECT, NOTICES));
        List<Sent> entered = new ArrayList<>(ana.tell(new RoomControl.Enter(1, "dev")));
        entered.addAll(passes(Duration.ofMillis(5)));
        assertThat(ana.control(entered)).as("rooms count on").startsWith(
                new RoomControl.Entered(1, FIRST_ROOM, 6, 0));
    }

    @Test
    void whoDoesNotKnowTheModelIsNotToldOfChannelsAndMayUseNone() {
        ana.with(LIMITS).halfOpen();
        ana.join("Ana");
        List<Sent> sent = new ArrayList<>(answer(Admission.accept("Ana")));
        sent.addAll(passes(Duration.ofMillis(5)));
        assertThat(ana.control(sent)).hasSize(1).first().isInstanceOf(ControlMessage.Welcome.class);
        breaksTheProtocol(says(0, 1, 1, "hello"));
    }

    @Test
    void aMessageIsHeardByWhomItIsForAndTheSenderIsToldSo() throws MalformedException {
        bothJoin();
        events.clear();
        List<Sent> sent = says(0, 1, 2, "hello");
        assertThat(heard(ben.read(sent))).containsExactly(
                new DirectFormat.Heard(1, "Ana", Payload.utf8("hello").asByteBuffer()));
        assertThat(ana.control(sent)).containsExactly(new ControlMessage.Relayed(1, 0, 1));
        assertThat(events).as("the application does not hear it").isEmpty();
        assertThat(hub.directs().passed()).isEqualTo(1);
    }

    @Test
    void oneCounterIsForRoomsAndDirectMessages() throws MalformedException {
        bothJoin();
        ana.say(1, "to all");
        taken();
        passes(Duration.ofMillis(5));
        List<Sent> again = says(0, 1, 2, "the same counter");
        assertThat(ana.control(again)).containsExactly(new ControlMessage.Duplicate(1));
        assertThat(heard(ben.read(again))).isEmpty();
        assertThat(ana.control(says(1, 2, 2, "a new one"))).containsExactly(new ControlMessage.Relayed(2, 0, 1));
        assertThat(ana.control(says(2, 2, 2, "and again"))).containsExactly(new ControlMessage.Duplicate(2));
    }

    @Test
    void itIsRefusedWhereNobodyIsWhoCouldHearIt() {
        bothJoin();
        HandClient old = new HandClient(this, at(3, 4_000), 13).with(LIMITS).member("Old");
        assertThat(old.sessionId()).isNotZero();
        isRefused(says(0, 1, 99, "to nobody"), 1, 5);
        isRefused(says(1, 2, 1, "to herself"), 2, 5);
        isRefused(says(2, 3, 3, "to an old program"), 3, 5);
        assertThat(drops).hasSize(3).containsOnly(DropReason.NO_SUCH_PEER);
    }

    @Test
    void itIsRefusedBeforeTheEnd() {
        bothJoin();
        hub.stop(now, out);
        isRefused(says(0, 1, 2, "too late"), 1, Refusals.CLOSING);
    }

    /** Everything arrives, and what is sent when that is known; Ana reads what she is told. */
    private void acknowledgeAll(List<Sent> first, List<ControlMessage> told) throws Exception {
        Deque<Sent> underWay = new ArrayDeque<>(first);
        for (Sent packet = underWay.poll(); packet != null; packet = underWay.poll()) {
            boolean forAna = packet.to().equals(ana.address());
            if (forAna) {
                told.addAll(ana.control(List.of(packet)));
            }
            underWay.addAll((forAna ? ana : ben).send(
                    new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0),
                    new Frame.Credit(ChannelId.CONTROL, 1_000)));
            underWay.addAll(passes(Duration.ofMillis(1)));
        }
    }

    @Test
    void whoIsBehindTakesNoMoreAndTheSenderIsTold() throws Exception {
        bothJoin();
        List<ControlMessage> outcomes = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            acknowledgeAll(says(i, i + 1, 2, "x"), outcomes);
        }
        long passed = outcomes.stream().filter(ControlMessage.Relayed.class::isInstance).count();
        long refused = outcomes.stream().filter(outcome -> outcome instanceof ControlMessage.Refused(var which, var why)
                && why == 6).count();
        // 64 are with Ben, who has taken none, and half of what may wait for him.
        assertThat(passed).isEqualTo(64 + Outgoing.MOST_MESSAGES / 2);
        assertThat(refused).isEqualTo(400 - passed);
        assertThat(drops).hasSize((int) refused).containsOnly(DropReason.PEER_BEHIND);
        ana.say(401, "to all");
        taken();
        assertThat(drops).as("there is room for rooms").hasSize((int) refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0002", "0100", "4001"})
    void whatIsNoDirectMessageBreaksTheProtocol(String hex) {
        bothJoin();
        breaksTheProtocol(ana.send(new Frame.Message(DIRECT, 0, bytes(hex))));
    }

    @Test
    void theChannelsAreTheServersToName() {
        bothJoin();
        breaksTheProtocol(ana.tell(new RoomControl.Channels(DIRECT, NOTICES)));
    }

    @Test
    void theChannelOfDirectMessagesIsNoRoomToLeave() {
        bothJoin();
        breaksTheProtocol(ana.tell(new RoomControl.Leave(DIRECT)));
    }

    // ---- notices

    private List<Sent> types(long number, long channel) {
        List<Sent> all = new ArrayList<>(
                ana.send(new Frame.Message(NOTICES, number, new NoticeFormat.Types(channel).write())));
        all.addAll(passes(Duration.ofMillis(5)));
        return all;
    }

    @Test
    void theOthersAreToldThatSomebodyTypesAndTheApplicationIsNot() throws MalformedException {
        bothJoin();
        events.clear();
        long before = sessions.heldBytes();
        List<Sent> sent = types(0, ServerRooms.LOBBY_CHANNEL);
        List<ByteBuffer> notices = on(NOTICES, ben.read(sent));
        assertThat(notices).hasSize(1);
        assertThat(NoticeFormat.Typed.read(notices.getFirst()))
                .isEqualTo(new NoticeFormat.Typed(ServerRooms.LOBBY_CHANNEL, 1, "Ana"));
        assertThat(ana.read(sent)).noneMatch(Frame.Message.class::isInstance);
        assertThat(events).isEmpty();
        assertThat(sessions.heldBytes()).as("what was sent once is not kept").isEqualTo(before);
    }

    @Test
    void noMoreThanOneInASecondIsToldOfASession() {
        bothJoin();
        assertThat(on(NOTICES, ben.read(types(0, ServerRooms.LOBBY_CHANNEL)))).hasSize(1);
        assertThat(on(NOTICES, ben.read(types(1, ServerRooms.LOBBY_CHANNEL)))).isEmpty();
        assertThat(drops).containsExactly(DropReason.TOO_FAST);
        ben.read(passes(Duration.ofSeconds(1)));
        assertThat(on(NOTICES, ben.read(types(2, ServerRooms.LOBBY_CHANNEL)))).hasSize(1);
    }

    @Test
    void whoDoesNotKnowTheModelIsNotToldThatSomebodyTypes() {
        ana.member("Ana");
        HandClient old = new HandClient(this, at(3, 4_000), 13).with(LIMITS).member("Old");
        old.read(passes(Duration.ofMillis(5)));
        assertThat(old.read(types(0, ServerRooms.LOBBY_CHANNEL))).noneMatch(Frame.Message.class::isInstance);
    }

    @Test
    void noticesForRoomsThatWereLeftOrOfKindsThatAreNotKnownMeanNothing() {
        bothJoin();
        assertThat(on(NOTICES, ben.read(types(0, FIRST_ROOM)))).isEmpty();
        assertThat(drops).containsExactly(DropReason.NOT_A_MEMBER);
        assertThat(ana.send(new Frame.Message(NOTICES, 1, bytes("00"))))
                .allSatisfy(sent -> assertThat(sent.to()).isEqualTo(ana.address()));
        assertThat(ana.send(new Frame.Message(NOTICES, 2, bytes("02ffffffffffff"))))
                .allSatisfy(sent -> assertThat(sent.to()).isEqualTo(ana.address()));
        assertThat(hub.peerCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0100", "0102", "010400"})
    void whatIsNoNoticeBreaksTheProtocol(String hex) {
        bothJoin();
        breaksTheProtocol(ana.send(new Frame.Message(NOTICES, 0, bytes(hex))));
    }

    @Test
    void nothingIsLeftOfEitherChannel() {
        bothJoin();
        says(0, 1, 2, "hello");
        types(0, ServerRooms.LOBBY_CHANNEL);
        nothingIsLeft();
        assertThat(sessions.heldBytes()).isZero();
        assertThat(left()).hasSize(2);
        assertThat(events).anyMatch(ServerEvent.Left.class::isInstance);
    }
}
