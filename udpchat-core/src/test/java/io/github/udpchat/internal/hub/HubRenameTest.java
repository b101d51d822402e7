package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import org.junit.jupiter.api.Test;

/** Renaming, and what can happen meanwhile. */
class HubRenameTest extends HubFixture {

    @Test
    void renameThatArrivesAfterTheLeaveIsTakenBack() {
        PeerId ana = joins("Ana");
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        hub.rename(ana, "Anna", reply, out);
        assertThat(hub.remove(0, ana, "test", out)).isTrue();
        sort();
        Ask.Rename rename = (Ask.Rename) asks.get(1);
        rename.then().answer(1, Optional.of(Admission.accept("Anna")), out);
        sort();
        assertThat(reply).isCompletedWithValue(false);
        assertThat(forgotten(2)).extracting(Peer::name).containsExactly("Ana");
        assertThat(forgotten(3)).extracting(Peer::name).as("what the registry knows it by").containsExactly("Anna");
        assertThat(hub.remove(0, ana, "again", out)).isFalse();
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

    // ---- a name that the protocol does not allow, which the registry is told to take back

    private PeerId joins(FakeMember member) {
        hub.requestJoin(0, member, "Ana", out);
        sort();
        answer(0, 0, Admission.accept("Ana"));
        return admitAsk(0).id();
    }

    private Ask.Rename isCalledWhatTheProtocolDoesNotAllow(FakeMember member, PeerId id) {
        member.objection = DropReason.NAME_NOT_ALLOWED;
        hub.rename(id, "~bad", new CompletableFuture<>(), out);
        sort();
        ((Ask.Rename) asks.getLast()).then().answer(0, Optional.of(Admission.accept("~bad")), out);
        sort();
        member.objection = null;
        Ask.Rename back = (Ask.Rename) asks.getLast();
        assertThat(back.newName()).isEqualTo("Ana");
        return back;
    }

    @Test
    void noOtherNameIsAskedForWhileTheFormerOneIsGivenBack() {
        FakeMember member = new FakeMember(1);
        PeerId ana = joins(member);
        isCalledWhatTheProtocolDoesNotAllow(member, ana);
        int before = asks.size();
        hub.rename(ana, "good", new CompletableFuture<>(), out);
        sort();
        assertThat(asks).as("its answer and that of the other could overtake each other").hasSize(before);
    }

    @Test
    void whoLeavesWhileItsFormerNameIsGivenBackIsForgottenOnceMore() {
        FakeMember member = new FakeMember(1);
        PeerId ana = joins(member);
        Ask.Rename back = isCalledWhatTheProtocolDoesNotAllow(member, ana);
        hub.leave(0, ana, new LeaveReason.Left(), out);
        sort();
        int before = asks.size();
        back.then().answer(0, Optional.of(Admission.accept("Ana")), out);
        sort();
        assertThat(asks.subList(before, asks.size())).as("the registry may have noted it again after the leave")
                .anySatisfy(ask -> assertThat(ask).isInstanceOfSatisfying(Ask.Forget.class,
                        forget -> assertThat(forget.peers()).extracting(Peer::id).contains(ana)));
    }
}
