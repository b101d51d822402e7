package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.internal.wire.PresenceControl.Present;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** What a server tells its clients of who is in their rooms, message by message: PROTOCOL.md, section 2.15. */
class ServerPresenceTest extends SessionFixture {

    private static final long LOBBY = ServerRooms.LOBBY_CHANNEL;
    private static final long DEV = ChannelId.of(3, ChannelId.Class.ORDERED);

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);
    private final HandClient ben = new HandClient(this, at(2, 4_000), 12);

    /** What is on its way to Ana. */
    private final List<Sent> underWay = new ArrayList<>();

    @Override
    Limits limits() {
        return LIMITS.with(Limits.KNOWS_MODEL);
    }

    @Override
    int mostMembers() {
        return 300;
    }

    private static Entry here(long id, String name) {
        return new Entry.Here(id, Role.MEMBER, name);
    }

    private static Present list(long channel, Entry... entries) {
        return new Present(channel, true, true, false, List.of(entries));
    }

    private static Present changes(long channel, Entry... entries) {
        return new Present(channel, false, false, false, List.of(entries));
    }

    /** A client becomes a member; returns what the server sends then. */
    private List<Sent> joins(HandClient client, String name) {
        client.halfOpen();
        client.join(name);
        return answer(Admission.accept(name));
    }

    /** What arrives at Ana, and what is sent for that, and so on; what that is on channel 0, in order. */
    private List<ControlMessage> arrives(List<Sent> sent, Duration time) {
        Set<ControlMessage> told = new LinkedHashSet<>();
        underWay.addAll(sent);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMillis(10)) {
            List<Sent> arriving = underWay.stream().filter(packet -> packet.to().equals(ana.address())).toList();
            underWay.clear();
            told.addAll(ana.control(arriving));
            arriving.forEach(packet -> underWay.addAll(acknowledges(packet)));
            underWay.addAll(passes(Duration.ofMillis(10)));
        }
        return List.copyOf(told);
    }

    private List<Sent> acknowledges(Sent packet) {
        try {
            return ana.send(new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0));
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoeverIsLetInIsToldWhoIsThereRightAfterTheWelcome() {
        assertThat(ana.control(joins(ana, "Ana"))).satisfiesExactly(
                welcome -> assertThat(welcome).isInstanceOf(ControlMessage.Welcome.class),
                channels -> assertThat(channels).isInstanceOf(RoomControl.Channels.class),
                list -> assertThat(list).isEqualTo(list(LOBBY, here(1, "Ana"))));
        assertThat(ben.control(joins(ben, "Ben"))).last().isEqualTo(list(LOBBY, here(1, "Ana"), here(2, "Ben")));
    }

    @Test
    void whoIsThereIsToldOfWhoComesAndGoesAndIsRenamed() {
        arrives(joins(ana, "Ana"), Duration.ofSeconds(1));
        assertThat(arrives(joins(ben, "Ben"), Duration.ofMillis(10))).as("at once")
                .containsExactly(changes(LOBBY, here(2, "Ben")));
        hub.rename(new PeerId(2), "Benno", new CompletableFuture<>(), out);
        sent();
        ((Ask.Rename) asks.getLast()).then().answer(now, Optional.of(Admission.accept("Benno")), out);
        assertThat(arrives(sent(), Duration.ofMillis(300))).containsExactly(changes(LOBBY, here(2, "Benno")));
        hub.leave(now, new PeerId(2), new LeaveReason.Left(), out);
        assertThat(arrives(sent(), Duration.ofMillis(300))).containsExactly(changes(LOBBY, new Entry.Gone(2)));
    }

    @Test
    void whatHappensShortlyAfterSomethingWasToldIsToldTogether() {
        arrives(joins(ana, "Ana"), Duration.ofSeconds(1));
        List<Sent> sent = new ArrayList<>(joins(ben, "Ben"));
        for (int i = 3; i < 20; i++) {
            sent.addAll(joins(new HandClient(this, at(i, 4_000), i), "peer " + i));
            hub.leave(now, new PeerId(i), new LeaveReason.Left(), out);
            forgetsAreAnswered();
        }
        sent.addAll(joins(new HandClient(this, at(20, 4_000), 20), "Cleo"));
        hub.leave(now, new PeerId(2), new LeaveReason.Left(), out);
        sent.addAll(sent());
        assertThat(arrives(sent, Duration.ofMillis(300))).containsExactly(changes(LOBBY, here(2, "Ben")),
                changes(LOBBY, new Entry.Gone(2), here(20, "Cleo")));
    }

    @Test
    void theListOfARoomFollowsItsEntered() {
        arrives(joins(ana, "Ana"), Duration.ofSeconds(1));
        assertThat(arrives(ana.tell(new RoomControl.Enter(1, "dev")), Duration.ofMillis(20)))
                .containsExactly(new RoomControl.Entered(1, DEV, 6, 0), list(DEV, here(1, "Ana")));
        arrives(joins(ben, "Ben"), Duration.ofSeconds(1));
        assertThat(arrives(ben.tell(new RoomControl.Enter(1, "dev")), Duration.ofMillis(300)))
                .containsExactly(changes(DEV, here(2, "Ben")));
    }

    @Test
    void whoeverHasLeftARoomIsNotToldOfIt() {
        arrives(joins(ana, "Ana"), Duration.ofSeconds(1));
        arrives(ana.tell(new RoomControl.Enter(1, "dev")), Duration.ofSeconds(1));
        arrives(joins(ben, "Ben"), Duration.ofSeconds(1));
        ben.tell(new RoomControl.Enter(1, "dev"));
        ana.tell(new RoomControl.Leave(DEV));
        ben.tell(new RoomControl.Leave(DEV));
        assertThat(arrives(passes(Duration.ofMillis(1)), Duration.ofMillis(500)))
                .doesNotContain(changes(DEV, new Entry.Gone(2)));
    }

    @Test
    void aClientThatAcknowledgesNothingIsToldNoMoreThanHasRoomBesideOutcomes() {
        List<Sent> toAna = new ArrayList<>(joins(ana, "Ana"));
        for (int i = 3; i < 99; i++) {
            HandClient other = new HandClient(this, at(i, 4_000), i);
            toAna.addAll(joins(other, "peer " + i));
            toAna.addAll(passes(Duration.ofMillis(120)));
        }
        Set<ControlMessage> told = new LinkedHashSet<>(ana.control(toAna));
        assertThat(told).hasSize(ServerPresence.MOST_UNDER_WAY);
        List<Sent> later = new ArrayList<>();
        toAna.stream().filter(packet -> packet.to().equals(ana.address()))
                .forEach(packet -> later.addAll(acknowledges(packet)));
        told.addAll(arrives(later, Duration.ofSeconds(1)));
        Set<Long> known = new LinkedHashSet<>();
        for (ControlMessage message : told) {
            if (message instanceof Present present) {
                present.entries().forEach(entry -> known.add(entry.participant()));
            }
        }
        assertThat(known).as("and of all the others when it does").hasSize(97);
    }

    @Test
    void outcomesFindRoomHoweverMuchThereIsToTell() {
        joins(ana, "Ana");
        for (int i = 3; i < 60; i++) {
            joins(new HandClient(this, at(i, 4_000), i), "peer " + i);
            passes(Duration.ofMillis(110));
        }
        for (int i = 0; i < 64; i++) {
            ana.say(1 + i, "hello");
        }
        assertThat(left()).isEmpty();
        assertThat(hub.messages()).isEqualTo(64);
    }

    @Test
    void aCrowdIsToldOnceAndAListWhenItIsNoneAnyMore() {
        List<ControlMessage> told = new ArrayList<>(arrives(joins(ana, "Ana"), Duration.ofSeconds(1)));
        for (int i = 2; i <= 258; i++) {
            told.addAll(arrives(joins(new HandClient(this, at(i % 250, i), i), "peer " + i),
                    Duration.ofMillis(20)));
        }
        told.addAll(arrives(List.of(), Duration.ofMillis(200)));
        assertThat(told).last().isEqualTo(Present.crowded(LOBBY));
        assertThat(told.stream().filter(Present.crowded(LOBBY)::equals)).hasSize(1);
        for (int i = 258; i > 192; i--) {
            hub.leave(now, new PeerId(i), new LeaveReason.Left(), out);
            sent();
            forgetsAreAnswered();
        }
        List<Present> list = arrives(passes(Duration.ofMillis(1)), Duration.ofSeconds(1)).stream()
                .map(Present.class::cast).toList();
        assertThat(list.getFirst().begins()).isTrue();
        assertThat(list.getLast().completes()).isTrue();
        assertThat(list.stream().mapToInt(message -> message.entries().size()).sum()).isEqualTo(192);
    }

    @Test
    void presenceIsNotSaidByAClient() {
        joins(ana, "Ana");
        assertThat(ana.closes(ana.tell(list(LOBBY, here(1, "Ana"))))).containsExactly((long) CloseCode.VIOLATION);
    }

    @Test
    void aClientThatIsLostIsThereForAWhileAndTheOneThatComesAgainIsTheSame() {
        arrives(joins(ana, "Ana"), Duration.ofSeconds(1));
        joins(ben, "Ben");
        HandClient again = new HandClient(this, at(3, 4_000), 12).sameInstanceAs(ben);
        List<ControlMessage> told = again.control(joins(again, "Ben"));
        assertThat(told).last().isEqualTo(list(LOBBY, here(1, "Ana"), here(2, "Ben")));
        assertThat(left()).containsExactly(new LeaveReason.Replaced());
        assertThat(arrives(sent(), Duration.ofSeconds(20))).doesNotContain(
                changes(LOBBY, new Entry.Gone(2)), changes(LOBBY, here(3, "Ben")));
        assertThat(hub.everybodyIn(RoomId.LOBBY).participants()).hasSize(2);
    }
}
