package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a review of persons, renames and mutes has found. */
class ReviewedPersonsTest extends HubFixture {

    private PeerId joins(long now, FakeMember member, @Nullable Object identity, String name, Role role) {
        member.identity = identity;
        member.home = RoomId.LOBBY;
        hub.requestJoin(now, member, name, out);
        sort();
        Ask.Admit ask = (Ask.Admit) asks.getLast();
        ask.then().answer(now, Optional.of(Admission.accept(name, role)), out);
        sort();
        return ask.id();
    }

    private void renamed(PeerId id, String name) {
        hub.rename(id, name, new CompletableFuture<>(), out);
        sort();
        ((Ask.Rename) asks.getLast()).then().answer(0, Optional.of(Admission.accept(name)), out);
        sort();
    }

    private List<Participant> inLobby() {
        return hub.everybodyIn(RoomId.LOBBY).participants();
    }

    @Test
    void aSessionThatIsRenamedToAPersonThatIsThereIsItsNewest() {
        joins(0, new FakeMember(1), "ana's key", "Ana", Role.MEMBER);
        PeerId second = joins(0, new FakeMember(2), "ana's key", "Annie", Role.MODERATOR);
        renamed(second, "ANA");
        assertThat(inLobby()).extracting(Participant::name, Participant::role)
                .containsExactly(tuple("ANA", Role.MODERATOR));
    }

    @Test
    void whenTheNewestSessionIsGoneThePersonIsSeenAsTheNewestThatIsLeft() {
        joins(0, new FakeMember(1), "ana's key", "Ana", Role.MEMBER);
        PeerId second = joins(0, new FakeMember(2), "ana's key", "Ana", Role.MODERATOR);
        assertThat(inLobby()).extracting(Participant::role).containsExactly(Role.MODERATOR);
        hub.leave(0, second, new LeaveReason.Left(), out);
        assertThat(inLobby()).extracting(Participant::role).containsExactly(Role.MEMBER);
    }

    @Test
    void aClassicPeerThatIsShownUnderAnotherNameDoesNotEndAGrace() {
        PeerId ana = joins(0, new FakeMember(1), "ana's key", "Ana", Role.MEMBER);
        FakeMember ben = new FakeMember(3);
        joins(0, ben, "ben's key", "Ben", Role.MEMBER);
        hub.leave(0, ana, new LeaveReason.TimedOut(Duration.ofSeconds(30)), out);
        FakeMember classic = new FakeMember(2);
        classic.mark = NameRules.CLASSIC_MARK;
        joins(1, classic, null, "Ana", Role.MEMBER);
        assertThat(ben.presence).as("Ana is expected back").doesNotContain("-" + ana.value());
    }

    @Test
    void aMuteIsTakenBackByEachIdUnderWhichItWasGiven() {
        FakeMember one = new FakeMember(1);
        FakeMember two = new FakeMember(2);
        PeerId first = joins(0, one, "ana's key", "Ana", Role.MEMBER);
        PeerId second = joins(0, two, "ana's key", "Ana", Role.MEMBER);
        assertThat(hub.sanctions().mute(first)).isTrue();
        assertThat(hub.sanctions().mute(second)).isTrue();
        hub.leave(0, first, new LeaveReason.Left(), out);
        hub.leave(0, second, new LeaveReason.Left(), out);
        assertThat(hub.sanctions().unmute(second)).as("it has gone, and was muted under this id").isTrue();
    }

    // ---- a name that the protocol does not allow, which the registry is told to take back

    private Ask.Rename isCalledWhatTheProtocolDoesNotAllow(FakeMember member, PeerId id) {
        member.objection = DropReason.NAME_NOT_ALLOWED;
        renamed(id, "~bad");
        member.objection = null;
        Ask.Rename back = (Ask.Rename) asks.getLast();
        assertThat(back.newName()).isEqualTo("Ana");
        return back;
    }

    @Test
    void noOtherNameIsAskedForWhileTheFormerOneIsGivenBack() {
        FakeMember member = new FakeMember(1);
        PeerId ana = joins(0, member, "ana's key", "Ana", Role.MEMBER);
        isCalledWhatTheProtocolDoesNotAllow(member, ana);
        int before = asks.size();
        hub.rename(ana, "good", new CompletableFuture<>(), out);
        sort();
        assertThat(asks).as("its answer and that of the other could overtake each other").hasSize(before);
    }

    @Test
    void whoLeavesWhileItsFormerNameIsGivenBackIsForgottenOnceMore() {
        FakeMember member = new FakeMember(1);
        PeerId ana = joins(0, member, "ana's key", "Ana", Role.MEMBER);
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
