package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** The hub alone: time is a number that the test hands in, and the test answers the questions. */
class HubTest {

    private static final long TIMEOUT = Hub.ADMISSION_TIMEOUT.toNanos();

    private final Hub hub = new Hub(100, RoomId.CLASSIC, 7);
    private final Outbox out = new Outbox();
    private final List<Ask> asks = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();

    /** Takes what the hub wrote down; replies are delivered. */
    private void sort() {
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            switch (notice) {
                case Ask ask -> asks.add(ask);
                case Event event -> events.add(event);
                case Dropped(DropReason reason) -> drops.add(reason);
                case Reply<?> reply -> reply.deliver();
            }
        }
    }

    private FakeMember requests(long now, String name) {
        FakeMember member = new FakeMember(1000 + asks.size());
        hub.requestJoin(now, member, name, out);
        sort();
        return member;
    }

    private Ask.Admit admitAsk(int index) {
        return (Ask.Admit) asks.get(index);
    }

    private void answer(long now, int index, Admission admission) {
        admitAsk(index).then().answer(now, Optional.of(admission), out);
        sort();
    }

    private PeerId joins(String name) {
        requests(0, name);
        int last = asks.size() - 1;
        PeerId id = admitAsk(last).id();
        answer(0, last, Admission.accept(name));
        return id;
    }

    private static RoomMessage message(String text) {
        return new RoomMessage(ClassicFormat.message(RoomId.CLASSIC, text), ClassicFormat.write(text));
    }

    private List<Peer> forgotten(int index) {
        return ((Ask.Forget) asks.get(index)).peers();
    }

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
        hub.onClose(out);
        sort();
        answer(1, 0, Admission.accept("Ana"));
        assertThat(forgotten(1)).extracting(Peer::name).containsExactly("Ana");
        assertThat(events).isEmpty();
    }

    @Test
    void whileAsManyQuestionsAreOpenAsMayBeJoinsAreRefusedHangingOnesIncluded() {
        for (int i = 0; i < Hub.MAX_ASKS; i++) {
            requests(0, "hangs " + i);
        }
        assertThat(requests(0, "busy").heard).containsExactly("refused ADMISSION_BUSY");
        hub.onTimer(TIMEOUT, out);
        sort();
        assertThat(hub.waitingCount()).isZero();
        assertThat(requests(TIMEOUT, "still busy").heard).containsExactly("refused ADMISSION_BUSY");
        answer(TIMEOUT, 0, Admission.reject("at last"));
        FakeMember next = requests(TIMEOUT, "next");
        assertThat(next.heard).isEmpty();
        assertThat(asks).hasSize(Hub.MAX_ASKS + 1);
    }

    @Test
    void membersAndWaitingTogetherAreNoMoreThanTheLimit() {
        Hub small = new Hub(3, RoomId.CLASSIC, 7);
        List<FakeMember> members = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FakeMember member = new FakeMember(i);
            small.requestJoin(0, member, "peer" + i, out);
            members.add(member);
        }
        assertThat(members.get(2).heard).isEmpty();
        assertThat(members.get(3).heard).containsExactly("refused SERVER_FULL");
        assertThat(members.get(4).heard).containsExactly("refused SERVER_FULL");
        assertThat(small.waitingCount()).isEqualTo(3);
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
        for (int i = 0; i < Hub.MAX_ASKS; i++) {
            requests(0, "hangs " + i);
        }
        members.forEach(id -> hub.leave(id, new LeaveReason.Left(), out));
        sort();
        assertThat(asks).hasSize(before + Hub.MAX_ASKS);
        answer(1, before, Admission.reject("at last"));
        assertThat(forgotten(asks.size() - 1)).extracting(Peer::id).isEqualTo(members);
    }

    @Test
    void joinsAreRefusedWhileTooManyLeavesWaitForAHangingRegistry() {
        Hub large = new Hub(1000, RoomId.CLASSIC, 7);
        List<PeerId> members = new ArrayList<>();
        for (int i = 0; i < 2 * Hub.MAX_ASKS; i++) {
            members.add(large.requestJoin(0, new FakeMember(i), "peer", out));
            ((Ask.Admit) out.notices().remove()).then().answer(0, Optional.of(Admission.accept("peer")), out);
            out.notices().clear();
        }
        members.forEach(id -> large.leave(id, new LeaveReason.Left(), out));
        sort();
        assertThat(asks).hasSize(Hub.MAX_ASKS).allMatch(Ask.Forget.class::isInstance);
        FakeMember refused = new FakeMember(1);
        large.requestJoin(0, refused, "busy", out);
        assertThat(refused.heard).containsExactly("refused ADMISSION_BUSY");
    }

    @Test
    void relayingNumbersTheMessagesAndSkipsTheAuthor() {
        PeerId ana = joins("Ana");
        joins("Ben");
        hub.say(ana, message("[Ana]->hi"), out);
        assertThat(out.sends()).isEqualTo(1);
        Delivery delivery = hub.sayAsServer(message("[server]->hi"), out);
        assertThat(delivery).isEqualTo(new Delivery.Relayed(new Position(7, 1), 2));
        assertThat(out.sends()).isEqualTo(3);
        assertThat(hub.messages()).isEqualTo(2);
    }

    @Test
    void renameThatArrivesAfterTheLeaveIsTakenBack() {
        PeerId ana = joins("Ana");
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        hub.rename(ana, "Anna", reply, out);
        assertThat(hub.remove(ana, "test", out)).isTrue();
        sort();
        Ask.Rename rename = (Ask.Rename) asks.get(1);
        rename.then().answer(1, Optional.of(Admission.accept("Anna")), out);
        sort();
        assertThat(reply).isCompletedWithValue(false);
        assertThat(forgotten(2)).extracting(Peer::name).containsExactly("Ana");
        assertThat(forgotten(3)).extracting(Peer::name).as("what the registry knows it by").containsExactly("Anna");
        assertThat(hub.remove(ana, "again", out)).isFalse();
    }

    @Test
    void speakingOrLeavingWithoutBeingAMemberIsABugOfOurs() {
        PeerId nobody = new PeerId(99);
        assertThatThrownBy(() -> hub.leave(nobody, new LeaveReason.Left(), out)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> hub.say(nobody, message("x"), out)).isInstanceOf(AssertionError.class);
    }

    @Test
    void closingReportsEachLeaveAndForgetsAllAtOnce() {
        joins("Ana");
        joins("Ben");
        requests(0, "waits");
        events.clear();
        hub.onClose(out);
        sort();
        assertThat(events).allMatch(event -> event instanceof ServerEvent.Left(var peer, var room, var why)
                && Objects.equals(why, new LeaveReason.ServerClosed())).hasSize(2);
        assertThat(forgotten(asks.size() - 1)).extracting(Peer::name).containsExactly("Ana", "Ben");
        assertThat(hub.peerCount() + hub.waitingCount()).isZero();
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void oneRenameAtATimeSoThatAnswersCannotOvertakeEachOther() {
        PeerId ana = joins("Ana");
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        hub.rename(ana, "first", first, out);
        hub.rename(ana, "second", second, out);
        sort();
        assertThat(second).isCompletedWithValue(false);
        ((Ask.Rename) asks.get(asks.size() - 1)).then().answer(1, Optional.of(Admission.accept("first")), out);
        sort();
        assertThat(first).isCompletedWithValue(true);
        hub.rename(ana, "third", new CompletableFuture<>(), out);
        sort();
        assertThat(asks.get(asks.size() - 1)).isInstanceOfSatisfying(
                Ask.Rename.class, ask -> assertThat(ask.peer().name()).isEqualTo("first"));
    }

    @Test
    void leaveThatCouldNotBeToldIsToldWithTheNext() {
        PeerId ana = joins("Ana");
        PeerId ben = joins("Ben");
        hub.leave(ana, new LeaveReason.Left(), out);
        sort();
        ((Ask.Forget) asks.get(asks.size() - 1)).then().answer(1, false, out);
        sort();
        hub.leave(ben, new LeaveReason.Left(), out);
        sort();
        assertThat(asks.get(asks.size() - 1)).isInstanceOfSatisfying(Ask.Forget.class, ask -> assertThat(ask.peers())
                .extracting(Peer::name).containsExactlyInAnyOrder("Ana", "Ben"));
    }
}
