package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** Who may not speak, and who may not come. */
class SanctionsTest extends HubFixture {

    private final Mark home = new Mark.OfAddress(address(1));

    private static InetAddress address(int lastByte) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) lastByte});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Mark key(int number) {
        byte[] bytes = new byte[IdentityKey.BYTES];
        bytes[0] = (byte) number;
        return new Mark.OfKey(IdentityKey.of(bytes));
    }

    private FakeMember marked(int port, Mark... marks) {
        FakeMember member = new FakeMember(port);
        member.marks = List.of(marks);
        return member;
    }

    private PeerId joins(FakeMember member, String name, Role role) {
        hub.requestJoin(0, member, name, out);
        sort();
        int last = asks.size() - 1;
        answer(0, last, Admission.accept(name, role));
        return admitAsk(last).id();
    }

    private Delivery says(PeerId who) {
        List<Delivery> outcomes = new ArrayList<>();
        hub.say(0, who, RoomId.CLASSIC, message("hello"), (now, outbox) -> outcomes.add(null),
                (now, how, outbox) -> outcomes.add(how), out);
        sort();
        assertThat(outcomes).as("only what is heard is taken").hasSize(1);
        return outcomes.getFirst();
    }

    private void mayNotSpeak(PeerId who) {
        drops.clear();
        events.clear();
        assertThat(says(who)).isEqualTo(new Delivery.Refused(DropReason.MUTED));
        assertThat(drops).containsExactly(DropReason.MUTED);
        assertThat(events).isEmpty();
        assertThat(out.sends()).isZero();
    }

    @Test
    void aRoleComesFromTheAnswerAndStaysWithAnotherName() {
        PeerId ana = joins(marked(1, key(1), home), "Ana", Role.MODERATOR);
        assertThat(hub.peer(ana)).get().extracting(Peer::role).isEqualTo(Role.MODERATOR);
        assertThat(joins("Ben")).satisfies(ben -> assertThat(hub.peer(ben)).get().extracting(Peer::role)
                .isEqualTo(Role.MEMBER));
    }

    @Test
    void aListenerMayNotSpeakAndAModeratorMay() {
        PeerId ana = joins(marked(1, key(1), home), "Ana", Role.LISTENER);
        PeerId ben = joins(marked(2, key(2), home), "Ben", Role.MODERATOR);
        mayNotSpeak(ana);
        assertThat(says(ben)).isInstanceOf(Delivery.Relayed.class);
        assertThat(hub.sanctions().unmute(ana)).as("no mute, a role").isFalse();
        assertThat(out.sends()).as("a listener hears").isEqualTo(1);
    }

    @Test
    void whoIsMutedIsSoOnEachOfItsSessionsAndWhenItComesAgain() {
        PeerId first = joins(marked(1, key(1), home), "Ana", Role.MEMBER);
        PeerId second = joins(marked(2, key(1), home), "Anna", Role.MODERATOR);
        PeerId neighbour = joins(marked(3, key(2), home), "Ben", Role.MEMBER);
        assertThat(hub.sanctions().mute(first)).isTrue();
        assertThat(hub.sanctions().mute(second)).as("again").isTrue();
        mayNotSpeak(first);
        mayNotSpeak(second);
        assertThat(says(neighbour)).isInstanceOf(Delivery.Relayed.class);
        while (out.sends() > 0) {
            out.removeSend();
        }
        hub.leave(0, first, new LeaveReason.Left(), out);
        hub.leave(0, second, new LeaveReason.Left(), out);
        sort();
        PeerId again = joins(marked(4, key(1), new Mark.OfAddress(address(2))), "Cleo", Role.MEMBER);
        mayNotSpeak(again);
        assertThat(hub.sanctions().unmute(again)).isTrue();
        assertThat(hub.sanctions().unmute(again)).isFalse();
        assertThat(says(again)).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void aMuteIsTakenBackAlsoWhenItsMemberHasGone() {
        PeerId ana = joins(marked(1, key(1), home), "Ana", Role.MEMBER);
        hub.sanctions().mute(ana);
        hub.leave(0, ana, new LeaveReason.Left(), out);
        assertThat(hub.sanctions().mute(ana)).as("it is not here").isFalse();
        assertThat(hub.sanctions().unmute(ana)).isTrue();
        assertThat(hub.sanctions().unmute(ana)).isFalse();
        assertThat(says(joins(marked(1, key(1), home), "Ana", Role.MEMBER))).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void noMoreAreMutedThanMayBeAndNobodyIsForgottenForThat() {
        Sanctions sanctions = new Sanctions(hub, 2, 2);
        PeerId ana = joins(marked(1, key(1)), "Ana", Role.MEMBER);
        PeerId ben = joins(marked(2, key(2)), "Ben", Role.MEMBER);
        PeerId cleo = joins(marked(3, key(3)), "Cleo", Role.MEMBER);
        assertThat(sanctions.mute(ana)).isTrue();
        assertThat(sanctions.mute(ben)).isTrue();
        assertThat(sanctions.mute(cleo)).isFalse();
        assertThat(sanctions.mute(ana)).isTrue();
        assertThat(sanctions.unmute(ana)).isTrue();
        assertThat(sanctions.mute(cleo)).isTrue();
    }

    @Test
    void whoIsBannedGoesAndTheOthersStay() {
        FakeMember banned = marked(1, key(1), home);
        PeerId ana = joins(banned, "Ana", Role.MEMBER);
        joins(marked(2, key(2), home), "Ben", Role.MEMBER);
        PeerId otherSession = joins(marked(3, key(1), new Mark.OfAddress(address(2))), "Anna", Role.MEMBER);
        events.clear();
        assertThat(hub.sanctions().ban(7, key(1), "enough", out)).isTrue();
        sort();
        assertThat(events.stream().filter(ServerEvent.Left.class::isInstance).map(ServerEvent.Left.class::cast))
                .extracting(left -> left.peer().id(), ServerEvent.Left::why)
                .containsExactly(tuple(ana, new LeaveReason.Removed("enough")),
                        tuple(otherSession, new LeaveReason.Removed("enough")));
        assertThat(banned.heard).endsWith("removed");
        assertThat(hub.peers()).extracting(Peer::name).containsExactly("Ben");
    }

    @Test
    void whoIsBannedIsRefusedBeforeAnybodyIsAsked() {
        hub.sanctions().ban(0, home, "not from there", out);
        FakeMember ana = marked(1, key(1), home);
        hub.requestJoin(0, ana, "Ana", out);
        sort();
        assertThat(asks).isEmpty();
        assertThat(ana.heard).containsExactly("refused BANNED");
        assertThat(hub.sanctions().unban(home)).isTrue();
        assertThat(hub.sanctions().unban(home)).isFalse();
        joins(marked(1, key(1), home), "Ana", Role.MEMBER);
        assertThat(hub.peerCount()).isEqualTo(1);
    }

    @Test
    void whoIsBannedWhileItWaitsDoesNotGetIn() {
        FakeMember ana = marked(1, key(1), home);
        hub.requestJoin(0, ana, "Ana", out);
        sort();
        hub.sanctions().ban(0, key(1), "enough", out);
        answer(0, 0, Admission.accept("Ana"));
        assertThat(ana.heard).containsExactly("refused BANNED");
        assertThat(forgotten(1)).as("the registry had taken it").extracting(Peer::name).containsExactly("Ana");
        assertThat(hub.peerCount()).isZero();
    }

    @Test
    void whoHasMovedGoesForTheAddressThatItIsAtAndForTheOneThatItJoinedFrom() {
        FakeMember ana = marked(1, key(1), home);
        joins(ana, "Ana", Role.MEMBER);
        FakeMember ben = marked(2, key(2), home);
        joins(ben, "Ben", Role.MEMBER);
        ana.marks = List.of(key(1), new Mark.OfAddress(address(9)));
        hub.sanctions().ban(0, new Mark.OfAddress(address(9)), "", out);
        assertThat(hub.peers()).extracting(Peer::name).containsExactly("Ben");
        ben.marks = List.of(key(2), new Mark.OfAddress(address(8)));
        hub.sanctions().ban(0, home, "", out);
        assertThat(hub.peerCount()).isZero();
    }

    @Test
    void noMoreAreBannedThanMayBe() {
        Sanctions sanctions = new Sanctions(hub, 2, 2);
        assertThat(sanctions.ban(0, key(1), "", out)).isTrue();
        assertThat(sanctions.ban(0, home, "", out)).isTrue();
        assertThat(sanctions.ban(0, key(2), "", out)).isFalse();
        assertThat(sanctions.ban(0, key(1), "other words", out)).isTrue();
        assertThat(sanctions.banOf(marked(1, key(1), home))).contains("other words");
        assertThat(sanctions.banOf(marked(1, key(2)))).isEmpty();
        assertThat(sanctions.unban(home)).isTrue();
        assertThat(sanctions.ban(0, key(2), "", out)).isTrue();
    }

    @Test
    void aMuteIsTakenBackByTheIdUnderWhichItWasGivenLast() {
        PeerId first = joins(marked(1, key(1)), "Ana", Role.MEMBER);
        PeerId second = joins(marked(2, key(1)), "Anna", Role.MEMBER);
        assertThat(hub.sanctions().mute(first)).isTrue();
        assertThat(hub.sanctions().mute(second)).isTrue();
        hub.leave(0, first, new LeaveReason.Left(), out);
        hub.leave(0, second, new LeaveReason.Left(), out);
        assertThat(hub.sanctions().unmute(first)).isFalse();
        assertThat(hub.sanctions().unmute(second)).as("it has gone, and was muted under this id").isTrue();
    }
}
