package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there as the others see it: PROTOCOL.md, section 2.15. Ben watches. */
class PersonsTest extends HubFixture {

    private static final long GRACE = Persons.GRACE.toNanos();
    private static final RoomId HOME = RoomId.LOBBY;
    private static final RoomId DEV = new RoomId("dev");
    private static final LeaveReason LOST = new LeaveReason.TimedOut(Duration.ofSeconds(30));
    private static final LeaveReason LEFT = new LeaveReason.Left();

    private final FakeMember ben = new FakeMember(1);
    private PeerId benId;

    @BeforeEach
    void someoneWatches() {
        benId = joins(0, ben, "ben's key", "Ben");
    }

    private PeerId joins(long now, FakeMember member, @Nullable Object identity, String name) {
        member.identity = identity;
        member.home = HOME;
        hub.requestJoin(now, member, name, out);
        sort();
        Ask.Admit ask = (Ask.Admit) asks.getLast();
        ask.then().answer(now, Optional.of(Admission.accept(name)), out);
        sort();
        return ask.id();
    }

    private PeerId anaJoins(long now) {
        return joins(now, new FakeMember(2), "ana's key", "Ana");
    }

    private void renamed(long now, PeerId id, String name) {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        hub.rename(id, name, reply, out);
        sort();
        ((Ask.Rename) asks.getLast()).then().answer(now, Optional.of(Admission.accept(name)), out);
        sort();
        assertThat(reply).isCompletedWithValue(true);
    }

    private List<String> namesIn(RoomId room) {
        return hub.persons().everybodyIn(room).participants().stream().map(Participant::name).toList();
    }

    @Test
    void whoComesAndLeavesIsToldOfAtOnce() {
        PeerId ana = anaJoins(0);
        hub.leave(0, ana, LEFT, out);
        assertThat(ben.presence).containsExactly("+Ana=2", "-2");
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void whoeverIsLostIsThereUntilTheGraceIsOverToTheNanosecond() {
        hub.leave(7, anaJoins(0), LOST, out);
        assertThat(hub.nextDeadline()).isEqualTo(7 + GRACE);
        hub.onTimer(7 + GRACE - 1, out);
        assertThat(ben.presence).containsExactly("+Ana=2");
        assertThat(namesIn(HOME)).containsExactly("Ben", "Ana");
        hub.onTimer(7 + GRACE, out);
        assertThat(ben.presence).containsExactly("+Ana=2", "-2");
        assertThat(namesIn(HOME)).containsExactly("Ben");
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void whoeverIsBackInTimeWasNeverGoneAndSpeaksAsTheSame() {
        PeerId first = anaJoins(0);
        hub.leave(0, first, LOST, out);
        PeerId second = anaJoins(GRACE - 1);
        hub.onTimer(10 * GRACE, out);
        assertThat(ben.presence).containsExactly("+Ana=2");
        assertThat(second).isNotEqualTo(first);
        List<PeerId> authors = new ArrayList<>();
        hub.say(0, second, HOME, (room, at, author) -> {
            authors.add(author.id());
            return message("hello").at(room, at, author);
        }, null, Outcome.IGNORED, out);
        assertThat(authors).containsExactly(first);
        hub.leave(0, second, LEFT, out);
        assertThat(ben.presence).containsExactly("+Ana=2", "-2");
        assertThat(anaJoins(0)).isEqualTo(new PeerId(4));
        assertThat(ben.presence).containsExactly("+Ana=2", "-2", "+Ana=4");
    }

    @Test
    void whoeverComesBackTooLateIsSomebodyNew() {
        hub.leave(0, anaJoins(0), LOST, out);
        hub.onTimer(GRACE, out);
        anaJoins(GRACE);
        assertThat(ben.presence).containsExactly("+Ana=2", "-2", "+Ana=3");
    }

    @Test
    void onlyALossHasAGrace() {
        List<LeaveReason> losses = List.of(
                LOST, new LeaveReason.SlowConsumer(), new LeaveReason.Failed());
        List<LeaveReason> ends = List.of(LEFT, new LeaveReason.Removed("go"), new LeaveReason.BrokeProtocol("so"));
        for (LeaveReason loss : losses) {
            ben.presence.clear();
            hub.leave(0, anaJoins(0), loss, out);
            assertThat(ben.presence).as("%s", loss).hasSize(1);
            hub.onTimer(GRACE, out);
        }
        for (LeaveReason end : ends) {
            ben.presence.clear();
            hub.leave(0, anaJoins(0), end, out);
            assertThat(ben.presence).as("%s", end).hasSize(2);
        }
    }

    @Test
    void severalSessionsAreOnePersonUntilTheLastIsGone() {
        PeerId phone = anaJoins(0);
        PeerId desk = anaJoins(0);
        hub.leave(0, phone, LEFT, out);
        assertThat(ben.presence).containsExactly("+Ana=2");
        assertThat(hub.persons().sessionsOf(phone)).hasSize(1);
        hub.leave(0, desk, LEFT, out);
        assertThat(ben.presence).containsExactly("+Ana=2", "-2");
        assertThat(hub.persons().sessionsOf(phone)).isEmpty();
    }

    @Test
    void theServersApplicationHearsOfSessionsAtOnce() {
        hub.leave(0, anaJoins(0), LOST, out);
        anaJoins(0);
        sort();
        assertThat(events.stream().filter(event -> event instanceof ServerEvent.Joined)).hasSize(3);
        assertThat(events.stream().filter(event -> event instanceof ServerEvent.Left)).hasSize(1);
    }

    @Test
    void aReplacedSessionHandsThePersonOnWithItsOtherRoomsForAWhile() {
        hub.enter(0, benId, DEV, out);
        PeerId first = anaJoins(0);
        hub.enter(0, first, DEV, out);
        PeerId second = anaJoins(0);
        hub.leave(0, first, new LeaveReason.Replaced(), out);
        assertThat(namesIn(DEV)).containsExactly("Ben", "Ana");
        hub.enter(GRACE - 1, second, DEV, out);
        hub.onTimer(2 * GRACE, out);
        assertThat(ben.presence).containsExactly("+Ana=2", "+Ana=2");
    }

    @Test
    void whereItDoesNotComeAgainItDepartsAndStaysWhereItIs() {
        hub.enter(0, benId, DEV, out);
        PeerId first = anaJoins(0);
        hub.enter(0, first, DEV, out);
        hub.leave(0, first, LOST, out);
        anaJoins(1);
        hub.onTimer(GRACE, out);
        assertThat(namesIn(HOME)).containsExactly("Ben", "Ana");
        assertThat(namesIn(DEV)).containsExactly("Ben");
        assertThat(ben.presence).containsExactly("+Ana=2", "+Ana=2", "-2");
    }

    @Test
    void aRoomThatIsOverForgetsWhoWasExpectedThere() {
        PeerId first = anaJoins(0);
        hub.enter(0, first, DEV, out);
        hub.leave(0, first, LOST, out);
        assertThat(hub.persons().everybodyIn(DEV)).isEqualTo(new Presence(List.of(), true));
        hub.enter(1, benId, DEV, out);
        assertThat(namesIn(DEV)).containsExactly("Ben");
        hub.onTimer(GRACE, out);
        assertThat(ben.presence).containsExactly("+Ana=2", "-2");
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    // ---- names

    @Test
    void aPersonWithOneSessionHasAnotherNameAndTheSameId() {
        PeerId ana = anaJoins(0);
        renamed(0, ana, "Anna");
        assertThat(ben.presence).containsExactly("+Ana=2", "2=Anna");
        hub.leave(0, ana, LOST, out);
        joins(1, new FakeMember(3), "ana's key", "ANNA");
        assertThat(ben.presence).as("the same name in another form").containsExactly("+Ana=2", "2=Anna", "2=ANNA");
        anaJoins(1);
        assertThat(ben.presence).endsWith("+Ana=4");
    }

    @Test
    void oneOfSeveralSessionsThatIsRenamedIsSomebodyElse() {
        PeerId phone = anaJoins(0);
        PeerId desk = anaJoins(0);
        renamed(0, phone, "Anna");
        assertThat(ben.presence).as("an id that nobody had").containsExactly("+Ana=2", "+Anna=4");
        assertThat(hub.persons().sessionsOf(new PeerId(2))).hasSize(1);
        assertThat(hub.persons().sessionsOf(new PeerId(4))).hasSize(1);
        renamed(0, desk, "anna");
        assertThat(ben.presence).containsExactly("+Ana=2", "+Anna=4", "4=anna", "-2");
        assertThat(hub.persons().sessionsOf(new PeerId(4))).hasSize(2);
        renamed(0, desk, "Ana");
        assertThat(ben.presence).endsWith("+Ana=5", "4=Anna");
    }

    @Test
    void aNameThatSomebodyElseTakesEndsTheGraceOfWhoeverHadIt() {
        hub.leave(0, anaJoins(0), LOST, out);
        joins(1, new FakeMember(3), "another key", "ana");
        assertThat(ben.presence).containsExactly("+Ana=2", "-2", "+ana=3");
        hub.leave(1, joins(1, new FakeMember(4), "cleo's key", "Cleo"), LOST, out);
        renamed(1, benId, "Cleo");
        assertThat(ben.presence).endsWith("+Cleo=4", "-4", "1=Cleo");
    }

    @Test
    void membersWhoProveNothingAreSeveralAndNobodyWaitsForThem() {
        PeerId first = joins(0, new FakeMember(2), null, "x");
        joins(0, new FakeMember(3), null, "x");
        assertThat(ben.presence).containsExactly("+x=2", "+x=3");
        assertThat(hub.persons().everybodyIn(HOME).participants()).contains(
                new Participant(new PeerId(2), "x", Role.MEMBER), new Participant(new PeerId(3), "x", Role.MEMBER));
        hub.leave(0, first, LOST, out);
        assertThat(ben.presence).last().isEqualTo("-2");
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void classicPeersAmongThemselvesSeeNobodyAndCostNothing() {
        FakeMember ana = new FakeMember(2);
        ana.identity = null;
        hub.requestJoin(0, ana, "Ana", out);
        sort();
        Ask.Admit ask = (Ask.Admit) asks.getLast();
        ask.then().answer(0, Optional.of(Admission.accept("Ana")), out);
        assertThat(hub.persons().size()).as("Ben alone").isEqualTo(1);
        assertThat(hub.everybodyIn(RoomId.CLASSIC)).isEqualTo(
                new Presence(List.of(new Participant(ask.id(), "Ana", Role.MEMBER)), true));
        hub.leave(0, ask.id(), LOST, out);
        assertThat(hub.everybodyIn(RoomId.CLASSIC).participants()).isEmpty();
    }

    @Test
    void theEndTellsNobodyAndLeavesNothing() {
        PeerId ana = anaJoins(0);
        hub.enter(0, ana, DEV, out);
        hub.leave(0, ana, LOST, out);
        anaJoins(0);
        ben.presence.clear();
        hub.onClose(0, out);
        assertThat(ben.presence).isEmpty();
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
        assertThat(hub.persons().size()).isZero();
    }

    @Test
    void nothingIsKeptOfThoseWhoCameAndWent() {
        for (int i = 0; i < 200; i++) {
            PeerId ana = anaJoins(i);
            hub.enter(i, ana, new RoomId("room " + i % 7), out);
            if (i % 3 == 0) {
                renamed(i, ana, "Ana " + i % 5);
            }
            hub.leave(i, ana, i % 2 == 0 ? LOST : LEFT, out);
            sort();
            ((Ask.Forget) asks.getLast()).then().answer(i, true, out);
        }
        hub.onTimer(200 + GRACE, out);
        assertThat(hub.persons().size()).isEqualTo(1);
        Peer left = hub.peers().getFirst();
        assertThat(left.name()).isEqualTo("Ben");
        assertThat(namesIn(HOME)).containsExactly("Ben");
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }
}
