package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** Joins, leaves, relaying and the bounds of the hub. */
class HubTest extends HubFixture {

    @Test
    void acceptedPeerJoinsUnderTheNameThatTheAnswerGives() {
        FakeMember ana = requests(3, "Ana");
        assertThat(hub.waitingCount()).isEqualTo(1);
        assertThat(hub.peerCount()).isZero();
        answer(5, 0, Admission.accept("Anna"));
        assertThat(ana.heard).containsExactly("joined as Anna at 5");
        assertThat(hub.peers()).extracting(Peer::name).containsExactly("Anna");
        assertThat(hub.waitingCount()).isZero();
        assertThat(hub.joins()).isEqualTo(1);
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
        assertThat(events).containsExactly(new ServerEvent.Joined(hub.peers().get(0), RoomId.CLASSIC));
    }

    @Test
    void rejectionAndFailureRefuse() {
        FakeMember rejected = requests(0, "Mallory");
        answer(0, 0, Admission.reject("banned"));
        FakeMember failed = requests(0, "Ana");
        admitAsk(1).then().answer(0, Optional.empty(), out);
        sort();
        assertThat(rejected.heard).containsExactly("refused ADMISSION_REJECTED");
        assertThat(failed.heard).containsExactly("refused ADMISSION_FAILED");
        assertThat(hub.peerCount() + hub.waitingCount()).isZero();
        assertThat(events).isEmpty();
    }

    @Test
    void whoWaitsFiveSecondsIsRefusedAndNotAMomentEarlier() {
        FakeMember first = requests(10, "first");
        FakeMember second = requests(20, "second");
        assertThat(hub.nextDeadline()).isEqualTo(10 + TIMEOUT);
        hub.onTimer(10 + TIMEOUT - 1, out);
        assertThat(first.heard).isEmpty();
        hub.onTimer(10 + TIMEOUT, out);
        sort();
        assertThat(first.heard).containsExactly("refused ADMISSION_TIMED_OUT");
        assertThat(second.heard).isEmpty();
        assertThat(hub.nextDeadline()).isEqualTo(20 + TIMEOUT);
        hub.onTimer(20 + TIMEOUT, out);
        sort();
        assertThat(drops).containsExactly(DropReason.ADMISSION_TIMED_OUT, DropReason.ADMISSION_TIMED_OUT);
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void acceptanceAfterTheTimeoutIsTakenBack() {
        FakeMember late = requests(0, "late");
        hub.onTimer(TIMEOUT, out);
        answer(TIMEOUT + 1, 0, Admission.accept("late but accepted"));
        assertThat(late.heard).containsExactly("refused ADMISSION_TIMED_OUT");
        assertThat(hub.peerCount()).isZero();
        assertThat(events).isEmpty();
        assertThat(forgotten(1)).extracting(Peer::name).containsExactly("late but accepted");
        assertThat(forgotten(1)).extracting(Peer::id).containsExactly(admitAsk(0).id());
    }

    @Test
    void rejectionAndFailureAfterTheTimeoutChangeNothing() {
        requests(0, "rejected late");
        requests(0, "failed late");
        hub.onTimer(TIMEOUT, out);
        answer(TIMEOUT + 1, 0, Admission.reject("too late to matter"));
        admitAsk(1).then().answer(TIMEOUT + 2, Optional.empty(), out);
        sort();
        assertThat(asks).hasSize(2);
        assertThat(drops).hasSize(2).containsOnly(DropReason.ADMISSION_TIMED_OUT);
    }

    @Test
    void acceptanceAfterTheCloseIsTakenBackToo() {
        requests(0, "Ana");
        hub.onClose(0, out);
        sort();
        answer(1, 0, Admission.accept("Ana"));
        assertThat(forgotten(1)).extracting(Peer::name).containsExactly("Ana");
        assertThat(events).isEmpty();
    }

    private void hang(int questions) {
        for (int i = 0; i < questions; i++) {
            requests(0, "hangs " + i);
        }
    }

    @Test
    void whileAsManyQuestionsAreOpenAsMayBeJoinsWaitForTheirTurnInOrder() {
        hang(Hub.MAX_ASKS);
        FakeMember first = requests(1, "first");
        FakeMember second = requests(2, "second");
        assertThat(asks).hasSize(Hub.MAX_ASKS);
        assertThat(hub.waitingCount()).isEqualTo(Hub.MAX_ASKS + 2);
        answer(3, 7, Admission.reject("at last"));
        assertThat(admitAsk(Hub.MAX_ASKS).request().name()).isEqualTo("first");
        assertThat(asks).hasSize(Hub.MAX_ASKS + 1);
        answer(4, Hub.MAX_ASKS, Admission.accept("first"));
        answer(5, Hub.MAX_ASKS + 1, Admission.accept("second"));
        assertThat(first.heard).containsExactly("joined as first at 4");
        assertThat(second.heard).containsExactly("joined as second at 5");
        assertThat(drops).containsExactly(DropReason.ADMISSION_REJECTED);
    }

    @Test
    void crowdOfAThousandIsLetInWhateverNumberOfAnswersIsUnderWay() {
        Hub large = new Hub(1000, 7);
        for (int i = 0; i < 1000; i++) {
            large.requestJoin(0, new FakeMember(i), "peer " + i, out);
        }
        sort();
        assertThat(asks).hasSize(Hub.MAX_ASKS);
        for (int i = 0; i < 1000; i++) {
            answer(1, i, Admission.accept("peer " + i));
            assertThat(asks.size() - (i + 1)).as("open").isLessThanOrEqualTo(Hub.MAX_ASKS);
        }
        assertThat(large.peerCount()).isEqualTo(1000);
        assertThat(drops).isEmpty();
    }

    @Test
    void whoseTurnDoesNotComeInFiveSecondsIsRefusedAsBusy() {
        hang(Hub.MAX_ASKS);
        FakeMember busy = requests(1, "busy");
        hub.onTimer(TIMEOUT, out);
        sort();
        assertThat(hub.waitingCount()).isEqualTo(1);
        assertThat(hub.nextDeadline()).isEqualTo(TIMEOUT + 1);
        assertThat(busy.heard).isEmpty();
        hub.onTimer(TIMEOUT + 1, out);
        assertThat(busy.heard).containsExactly("refused ADMISSION_BUSY");
        assertThat(hub.waitingCount()).isZero();
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
        answer(TIMEOUT + 2, 0, Admission.reject("at last"));
        assertThat(asks).as("nobody is asked about who is gone").hasSize(Hub.MAX_ASKS);
        requests(TIMEOUT + 3, "next");
        assertThat(asks).hasSize(Hub.MAX_ASKS + 1);
    }

    @Test
    void fiveSecondsBeginWithTheRequestAndNotWithTheTurn() {
        hang(Hub.MAX_ASKS);
        FakeMember late = requests(1, "late");
        answer(TIMEOUT - 1, 0, Admission.reject("at last"));
        hub.onTimer(TIMEOUT + 1, out);
        assertThat(late.heard).containsExactly("refused ADMISSION_TIMED_OUT");
    }

    @Test
    void whoseTurnComesWhileTheListenerIsBehindIsRefused() {
        hang(Hub.MAX_ASKS);
        FakeMember queued = requests(0, "queued");
        out.setListenerBehind(true);
        answer(1, 0, Admission.accept("was asked about already"));
        assertThat(queued.heard).containsExactly("refused LISTENER_BEHIND");
        assertThat(hub.peerCount()).isEqualTo(1);
    }

    @Test
    void whoWaitsForItsTurnIsRefusedWhenTheServerCloses() {
        hang(Hub.MAX_ASKS);
        FakeMember queued = requests(0, "queued");
        hub.onClose(0, out);
        answer(1, 0, Admission.reject("too late to matter"));
        assertThat(queued.heard).containsExactly("refused CLOSED");
        assertThat(asks).hasSize(Hub.MAX_ASKS);
        assertThat(drops).hasSize(Hub.MAX_ASKS + 1).containsOnly(DropReason.CLOSED);
    }

    @Test
    void nobodyJoinsWhileTheListenerIsBehind() {
        out.setListenerBehind(true);
        assertThat(requests(0, "Ana").heard).containsExactly("refused LISTENER_BEHIND");
        out.setListenerBehind(false);
        assertThat(requests(0, "Ana").heard).isEmpty();
    }

    @Test
    void leavesDuringHangingQuestionsAreForgottenInOneBatchLater() {
        List<PeerId> members = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            members.add(joins("member " + i));
        }
        int before = asks.size();
        hang(Hub.MAX_ASKS);
        members.forEach(id -> hub.leave(0, id, new LeaveReason.Left(), out));
        sort();
        assertThat(asks).hasSize(before + Hub.MAX_ASKS);
        answer(1, before, Admission.reject("at last"));
        assertThat(forgotten(asks.size() - 1)).extracting(Peer::id).isEqualTo(members);
    }

    @Test
    void leavesThatCouldNotBeToldAreToldBeforeAnybodyElseJoins() {
        List<PeerId> members = new ArrayList<>();
        for (int i = 0; i < Hub.MAX_ASKS + 20; i++) {
            members.add(joins("member " + i));
        }
        asks.clear();
        members.forEach(id -> hub.leave(0, id, new LeaveReason.Left(), out));
        requests(0, "waits");
        assertThat(asks).hasSize(Hub.MAX_ASKS).allMatch(Ask.Forget.class::isInstance);
        ((Ask.Forget) asks.get(0)).then().answer(1, true, out);
        sort();
        assertThat(forgotten(Hub.MAX_ASKS)).hasSize(20);
        ((Ask.Forget) asks.get(1)).then().answer(2, true, out);
        sort();
        assertThat(asks.get(Hub.MAX_ASKS + 1)).isInstanceOf(Ask.Admit.class);
    }

    @Test
    void relayingNumbersTheMessagesAndSkipsTheAuthor() {
        PeerId ana = joins("Ana");
        joins("Ben");
        hub.say(0, ana, RoomId.CLASSIC, message("[Ana]->hi"), null, Outcome.IGNORED, out);
        assertThat(out.sends()).isEqualTo(1);
        List<Delivery> deliveries = new ArrayList<>();
        hub.sayAsServer(0, RoomId.CLASSIC, message("[server]->hi"), (now, how, outbox) -> deliveries.add(how), out);
        assertThat(deliveries).containsExactly(new Delivery.Relayed(new Position(7, 1), 2));
        assertThat(out.sends()).isEqualTo(3);
        assertThat(hub.messages()).isEqualTo(2);
    }

    @Test
    void speakingOrLeavingWithoutBeingAMemberIsABugOfOurs() {
        PeerId nobody = new PeerId(99);
        assertThatThrownBy(() -> hub.leave(0, nobody, new LeaveReason.Left(), out)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> hub.say(0, nobody, RoomId.CLASSIC, message("x"), null, Outcome.IGNORED, out))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void closingReportsEachLeaveAndForgetsAllAtOnce() {
        joins("Ana");
        joins("Ben");
        FakeMember waits = requests(0, "waits");
        events.clear();
        hub.onClose(0, out);
        sort();
        assertThat(waits.heard).containsExactly("refused CLOSED");
        assertThat(drops).containsExactly(DropReason.CLOSED);
        assertThat(events).allMatch(event -> event instanceof ServerEvent.Left(var peer, var room, var why)
                && Objects.equals(why, new LeaveReason.ServerClosed())).hasSize(2);
        assertThat(forgotten(asks.size() - 1)).extracting(Peer::name).containsExactly("Ana", "Ben");
        assertThat(hub.peerCount() + hub.waitingCount()).isZero();
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void leavesThatCouldNotBeToldAreToldWithTheNextJoinHoweverManyTheyAre() {
        List<PeerId> members = new ArrayList<>();
        for (int i = 0; i < Hub.MAX_ASKS; i++) {
            members.add(joins("member " + i));
        }
        asks.clear();
        members.forEach(id -> hub.leave(0, id, new LeaveReason.Left(), out));
        sort();
        asks.forEach(ask -> ((Ask.Forget) ask).then().answer(1, false, out));
        asks.clear();
        requests(2, "Ben");
        assertThat(forgotten(0)).extracting(Peer::id).isEqualTo(members);
        assertThat(admitAsk(1).request().name()).isEqualTo("Ben");
    }

    @Test
    void leaveThatCouldNotBeToldIsToldWithTheNext() {
        PeerId ana = joins("Ana");
        PeerId ben = joins("Ben");
        hub.leave(0, ana, new LeaveReason.Left(), out);
        sort();
        ((Ask.Forget) asks.get(asks.size() - 1)).then().answer(1, false, out);
        sort();
        hub.leave(0, ben, new LeaveReason.Left(), out);
        sort();
        assertThat(asks.get(asks.size() - 1)).isInstanceOfSatisfying(Ask.Forget.class, ask -> assertThat(ask.peers())
                .extracting(Peer::name).containsExactlyInAnyOrder("Ana", "Ben"));
    }
}
