package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A person that has several sessions, or had others: as what it is seen, and when it is gone. */
class SeveralSessionsTest extends HubFixture {

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
    void whoWasReplacedUnderAnotherNameIsExpectedNoMore() {
        FakeMember ben = new FakeMember(1);
        joins(0, ben, "ben's key", "Ben", Role.MEMBER);
        PeerId first = joins(0, new FakeMember(2), "ana's key", "Ana", Role.MEMBER);
        joins(0, new FakeMember(3), "ana's key", "Ana", Role.MEMBER);
        hub.leave(0, first, new LeaveReason.Replaced(), out);
        assertThat(ben.presence).as("by a session of the same name").containsExactly("+Ana=2");
        PeerId other = joins(0, new FakeMember(4), "ana's key", "Cleo", Role.MEMBER);
        joins(0, new FakeMember(5), "ana's key", "Zoe", Role.MEMBER);
        hub.leave(0, other, new LeaveReason.Replaced(), out);
        assertThat(ben.presence).containsExactly("+Ana=2", "+Cleo=4", "+Zoe=5", "-4");
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
}
