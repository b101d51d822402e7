package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;
import org.junit.jupiter.api.Test;

/** Members that speak faster than they may, packet by packet: PROTOCOL.md, section 2.15. */
class PacedSessionTest extends SessionFixture {

    private static final long SECOND_ROOM = ChannelId.of(2, ChannelId.Class.ORDERED);

    private HandClient ana = new HandClient(this, at(1, 4_000), 11);

    @Override
    RateLimits rates() {
        return RateLimits.none().withMessages(1, 2);
    }

    /** All that the server has sent arrives and is acknowledged, with what it says to that. */
    private List<Sent> heard(List<Sent> sent) {
        List<Sent> all = new ArrayList<>();
        for (List<Sent> next = sent; !next.isEmpty();) {
            all.addAll(next);
            List<Sent> answers = new ArrayList<>();
            for (Sent packet : next) {
                if (packet.type() == PacketType.DATA) {
                    answers.addAll(ana.send(acknowledgement(packet)));
                }
            }
            next = answers;
        }
        return all;
    }

    private static Frame acknowledgement(Sent packet) {
        try {
            return new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0);
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    /** Says as many lines in the lobby, each in a packet of its own, and returns what comes back. */
    private List<Sent> says(int from, int lines) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            sent.addAll(heard(ana.say(from + i, "line")));
        }
        sent.addAll(soon());
        return sent;
    }

    /** What the server holds back for a moment, by which it has everything acknowledged. */
    private List<Sent> soon() {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.addAll(heard(passes(Duration.ofMillis(20))));
        }
        return sent;
    }

    /** The server's listener takes some of what it has heard. */
    private List<Sent> takes(Stream<Event> some) {
        some.filter(event -> event.whenTaken() != null).forEach(event -> event.whenTaken().onTaken(now, out));
        List<Sent> sent = new ArrayList<>(heard(sent()));
        sent.addAll(soon());
        return sent;
    }

    private void joins(Role role) {
        ana.halfOpen();
        heard(ana.join("Ana"));
        heard(answer(Admission.accept("Ana", role)));
        heard(ana.send(new Frame.Credit(ChannelId.CONTROL, 1_000)));
    }

    private List<Long> credit(List<Sent> sent, long channel) {
        return ana.read(sent).stream()
                .filter(frame -> frame instanceof Frame.Credit credit && credit.channel() == channel)
                .map(frame -> ((Frame.Credit) frame).limit()).toList();
    }

    /** Seconds pass in which the client lives. */
    private List<Sent> passesAlive(int seconds) {
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            sent.addAll(heard(passes(Duration.ofSeconds(1))));
            sent.addAll(heard(ana.send(new Frame.Ping())));
        }
        return sent;
    }

    @Test
    void allIsRelayedAtOnceAndTheCreditComesBackAtTheRate() {
        joins(Role.MEMBER);
        assertThat(credit(says(1, 64), ServerRooms.LOBBY_CHANNEL)).isEmpty();
        assertThat(hub.messages()).isEqualTo(64);
        assertThat(credit(takes(List.copyOf(events).stream()), ServerRooms.LOBBY_CHANNEL)).as("one is told at once")
                .containsExactly(65L);
        assertThat(sessions.heldBytes()).as("nothing is held of what waits for its credit").isZero();
        assertThat(credit(passesAlive(30), ServerRooms.LOBBY_CHANNEL)).isEmpty();
        assertThat(credit(passesAlive(2), ServerRooms.LOBBY_CHANNEL)).as("half of 64 more, after 31 seconds")
                .containsExactly(97L);
        assertThat(left()).as("nobody judges whom we make wait").isEmpty();
    }

    @Test
    void whatTheListenerHasNotTakenGetsNoCreditHoweverMuchIsPaid() {
        joins(Role.MEMBER);
        says(1, 64);
        assertThat(credit(passesAlive(100), ServerRooms.LOBBY_CHANNEL)).isEmpty();
        assertThat(sessions.heldBytes()).isPositive();
        assertThat(credit(takes(events.stream()), ServerRooms.LOBBY_CHANNEL)).last().isEqualTo(128L);
        assertThat(sessions.heldBytes()).isZero();
    }

    @Test
    void anotherRoomHasItsOwnCreditAndOneThatIsLeftIsGoneAtOnce() {
        joins(Role.MEMBER);
        heard(ana.tell(new RoomControl.Enter(1, "dev")));
        says(1, 64);
        for (int i = 0; i < 10; i++) {
            heard(ana.say(SECOND_ROOM, i, 65 + i, "line"));
        }
        assertThat(hub.messages()).as("all in both rooms").isEqualTo(74);
        takes(List.copyOf(events).stream());
        heard(ana.tell(new RoomControl.Leave(SECOND_ROOM)));
        List<Sent> sent = new ArrayList<>(heard(ana.send(new Frame.End(SECOND_ROOM, 10))));
        sent.addAll(soon());
        assertThat(ana.control(sent)).as("though nine seconds are owed").contains(new RoomControl.Gone(SECOND_ROOM));
        assertThat(credit(passesAlive(100), SECOND_ROOM)).isEmpty();
    }

    @Test
    void aSessionThatEndsLeavesNothingThatIsDue() {
        joins(Role.MEMBER);
        says(1, 64);
        takes(events.stream().limit(33));
        List<Event> rest = events.stream().skip(33).toList();
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        takes(rest.stream());
        assertThat(left()).containsExactly(new LeaveReason.Left());
        forgetsAreAnswered();
        nothingIsLeft();
        assertThat(sessions.heldBytes()).isZero();
        assertThat(sessions.nextDeadline()).as("the instance, which is remembered for ten minutes")
                .isGreaterThan(now + Duration.ofMinutes(5).toNanos());
        assertThat(sessions.sites().size()).as("the site has paid").isZero();
    }

    @Test
    void aModeratorIsNotSlowed() {
        joins(Role.MODERATOR);
        says(1, 64);
        assertThat(credit(takes(events.stream()), ServerRooms.LOBBY_CHANNEL)).last().isEqualTo(128L);
        assertThat(sessions.sites().size()).isZero();
    }

    @Test
    void whoEntersRoomsWithoutEndIsToldToAskAgain() {
        joins(Role.MEMBER);
        int busy = 0;
        List<Sent> sent = List.of();
        for (int i = 0; i < 140 && busy == 0; i++) {
            drops.clear();
            sent = ana.tell(new RoomControl.Enter(1 + i, "dev"));
            if (drops.contains(DropReason.TOO_FAST)) {
                busy = i;
            } else {
                long channel = ChannelId.of(2 + i, ChannelId.Class.ORDERED);
                heard(sent);
                heard(ana.tell(new RoomControl.Leave(channel)));
                heard(ana.send(new Frame.End(channel, 0)));
                heard(passes(Duration.ofMillis(2)));
            }
        }
        assertThat(busy).as("of which some were given back in a quarter of a second").isBetween(128, 131);
        sent = new ArrayList<>(heard(sent));
        sent.addAll(soon());
        assertThat(ana.control(sent)).contains(new RoomControl.NotEntered(1 + busy, Refusals.BUSY));
        passes(Duration.ofSeconds(1));
        drops.clear();
        ana.tell(new RoomControl.Enter(200, "dev"));
        assertThat(drops).isEmpty();
    }

    /** Enters a room, says as much there as the channel's credit allows, and leaves it. Returns whether it was let in. */
    private boolean floodsARoom(int request, long channel) {
        drops.clear();
        heard(ana.tell(new RoomControl.Enter(request, "dev")));
        if (drops.contains(DropReason.TOO_FAST)) {
            return false;
        }
        heard(ana.send(IntStream.range(0, 64).mapToObj(number -> new Frame.Message(channel, number,
                new RoomFormat.Said(hub.messages() + number + 1, ByteBuffer.allocate(0)).write()))
                .toArray(Frame[]::new)));
        List<Event> said = List.copyOf(events);
        events.clear();
        takes(said.stream());
        heard(ana.tell(new RoomControl.Leave(channel)));
        heard(ana.send(new Frame.End(channel, 64)));
        return true;
    }

    private int roomsThatItFloods() {
        joins(Role.MEMBER);
        heard(ana.send(new Frame.Credit(ChannelId.CONTROL, 10_000)));
        int rooms = 0;
        while (rooms < 30 && floodsARoom(1 + rooms, ChannelId.of(2 + rooms, ChannelId.Class.ORDERED))) {
            rooms++;
        }
        assertThat(hub.messages()).isEqualTo(rooms * 64L);
        return rooms;
    }

    @Test
    void whoOwesMuchGetsNoFreshCreditByLeavingARoomAndEnteringAnother() {
        ana = new HandClient(this, new InetSocketAddress("127.0.0.1", 4_000), 11);
        roomsThatItFloods();
        assertThat(hub.messages()).as("where there is no site, which would end it sooner")
                .isBetween(1_024L, 1_024L + 2 * 64);
    }

    @Test
    void whoseSiteOwesEntersOneRoomASecond() {
        int rooms = roomsThatItFloods();
        assertThat(rooms).as("one before it owed anything, and one since").isEqualTo(2);
        passesAlive(1);
        assertThat(floodsARoom(99, ChannelId.of(2 + rooms, ChannelId.Class.ORDERED))).isTrue();
        assertThat(floodsARoom(100, ChannelId.of(3 + rooms, ChannelId.Class.ORDERED))).isFalse();
        rooms++;
        passesAlive(70);
        assertThat(floodsARoom(101, ChannelId.of(2 + rooms, ChannelId.Class.ORDERED))).as("when that is paid").isTrue();
        assertThat(hub.peerCount()).isEqualTo(1);
    }

    @Test
    void aListenerIsToldThatItMayNotSpeak() {
        joins(Role.LISTENER);
        assertThat(ana.control(says(1, 1))).contains(new ControlMessage.Refused(1, 3));
        assertThat(sessions.heldBytes()).isZero();
        assertThat(drops).containsExactly(DropReason.MUTED);
    }
}
