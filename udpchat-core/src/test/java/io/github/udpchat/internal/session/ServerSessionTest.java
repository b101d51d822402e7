package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.Mark;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** A session at the server from its JOIN to its end: PROTOCOL.md, sections 2.11 and 2.15. */
class ServerSessionTest extends SessionFixture {

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);
    private final HandClient ben = new HandClient(this, at(2, 4_000), 12);

    @Test
    void theApplicationIsAskedOnceAndTheMemberWelcomed() {
        ana.halfOpen();
        ana.join("Ana");
        assertThat(asks).hasSize(1);
        assertThat(sessions.strangers()).isEqualTo(1);
        List<ControlMessage> heard = ana.control(answer(Admission.accept("Anna")));
        assertThat(heard).singleElement().isInstanceOfSatisfying(ControlMessage.Welcome.class, welcome -> {
            assertThat(welcome.name()).isEqualTo("Anna");
            assertThat(welcome.lobbyChannel()).isEqualTo(ServerRooms.LOBBY_CHANNEL);
            assertThat(welcome.known()).isFalse();
        });
        assertThat(sessions.strangers()).as("its place is free").isZero();
        assertThat(events).hasSize(1);
    }

    @Test
    void aSecondJoinBreaksTheProtocol() {
        ana.member("Ana");
        assertThat(ana.closes(ana.join("Ana"))).containsExactly((long) CloseCode.VIOLATION);
        assertThat(left()).singleElement().isInstanceOf(LeaveReason.BrokeProtocol.class);
        nothingIsLeft();
    }

    @Test
    void whoSpeaksBeforeItIsWelcomedBreaksTheProtocol() {
        ana.halfOpen();
        ana.join("Ana");
        assertThat(ana.closes(ana.say(1, "hello"))).containsExactly((long) CloseCode.VIOLATION);
        assertThat(events).isEmpty();
        answer(Admission.accept("Ana"));
        assertThat(events).isEmpty();
        nothingIsLeft();
    }

    @Test
    void everyRefusalHasItsCodeAndFreesItsPlaceOnce() {
        for (var refusal : List.of(
                new Object[] {Admission.reject("no\u0007 thanks"), CloseCode.REJECTED},
                new Object[] {Admission.reject(DropReason.NAME_TAKEN, "a"), CloseCode.NAME_TAKEN},
                new Object[] {Admission.reject(DropReason.NAME_NOT_ALLOWED, "b"), CloseCode.NAME_NOT_ALLOWED},
                new Object[] {Admission.reject(DropReason.NAME_OF_ANOTHER_KEY, "c"), CloseCode.NAME_OF_ANOTHER_KEY},
                new Object[] {Admission.accept("\u202Enot allowed"), CloseCode.NAME_NOT_ALLOWED})) {
            HandClient client = new HandClient(this, at(3, 4_000), 13).halfOpen();
            client.join("Cleo");
            assertThat(client.closes(answer((Admission) refusal[0]))).containsExactly((long) (int) refusal[1]);
            assertThat(sessions.strangers()).as("while the CLOSE lingers").isEqualTo(1);
            passes(Closing.LINGER);
            assertThat(sessions.strangers()).isZero();
        }
        assertThat(events).isEmpty();
        nothingIsLeft();
    }

    @Test
    void whoIsBannedHearsCode23AndNobodyIsAsked() {
        hub.sanctions().ban(now, new Mark.OfAddress(at(3, 1).getAddress()), "enough", out);
        HandClient client = new HandClient(this, at(3, 4_000), 13).halfOpen();
        assertThat(client.closes(client.join("Cleo"))).containsExactly(23L);
        assertThat(asks).isEmpty();
        assertThat(drops).containsExactly(DropReason.BANNED);
        nothingIsLeft();
    }

    @Test
    void anApplicationThatFailsOrGivesNoAnswerRefusesWithCode17() {
        ana.halfOpen();
        ana.join("Ana");
        lastAdmit().then().answer(now, Optional.empty(), out);
        assertThat(ana.closes(sent())).containsExactly((long) CloseCode.NO_ANSWER);
        ben.halfOpen();
        ben.join("Ben");
        assertThat(ben.closes(passes(Hub.ADMISSION_TIMEOUT))).containsExactly((long) CloseCode.NO_ANSWER);
        answer(Admission.accept("Ben"));
        assertThat(events).as("an answer that comes too late").isEmpty();
        nothingIsLeft();
    }

    @Test
    void aNameThatIsNotAllowedIsRefusedWithoutAskingTheApplication() {
        ana.halfOpen();
        assertThat(ana.closes(ana.join("A\u200Bna"))).containsExactly((long) CloseCode.NAME_NOT_ALLOWED);
        assertThat(asks).isEmpty();
        nothingIsLeft();
    }

    @Test
    void aNameIsHeldByOneKeyAloneHoweverItIsWritten() {
        ana.member("Straße");
        ben.halfOpen();
        ben.join("STRASSE");
        assertThat(ben.closes(answer(Admission.accept("STRASSE")))).containsExactly((long) CloseCode.NAME_TAKEN);
        assertThat(asks).as("what was accepted is taken back").last().isInstanceOf(Ask.Forget.class);
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        HandClient again = new HandClient(this, at(2, 4_001), 12).member("STRASSE");
        assertThat(hub.peers()).extracting(Peer::name).containsExactly("STRASSE");
        again.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        nothingIsLeft();
    }

    @Test
    void twoSessionsOfOneKeyMayHaveOneName() {
        ana.member("Ana");
        HandClient again = new HandClient(this, at(1, 4_001), 11).member("ana");
        assertThat(hub.peerCount()).isEqualTo(2);
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        ben.halfOpen();
        ben.join("Ana");
        assertThat(ben.closes(answer(Admission.accept("Ana")))).containsExactly((long) CloseCode.NAME_TAKEN);
        again.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        nothingIsLeft();
    }

    @Test
    void aRenameIsHeldToTheSameRules() {
        ana.member("Ana");
        ben.member("Ben");
        assertThat(rename(1, "BEN")).isFalse();
        assertThat(rename(1, "\u3164")).isFalse();
        assertThat(rename(1, "ANA")).isTrue();
        assertThat(rename(1, "Anna")).isTrue();
        assertThat(rename(0, "Ana")).as("the old name is free").isTrue();
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        ben.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        nothingIsLeft();
    }

    /** Renames the first member, or by 0 the other. */
    private boolean rename(int first, String name) {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        hub.rename(hub.peers().get(1 - first).id(), name, reply, out);
        sent();
        ((Ask.Rename) asks.getLast()).then().answer(now, Optional.of(Admission.accept(name)), out);
        sent();
        return reply.join();
    }

    @Test
    void aSessionThatEndsWhileTheApplicationThinksLeavesNothing() {
        ana.halfOpen();
        ana.join("Ana");
        List<Sent> answers = ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        assertThat(ana.closes(answers)).containsExactly((long) CloseCode.BY_APPLICATION);
        assertThat(sessions.sessionCount()).isZero();
        assertThat(sessions.strangers()).as("the application still thinks about it").isEqualTo(1);
        assertThat(answer(Admission.accept("Ana"))).isEmpty();
        assertThat(events).isEmpty();
        assertThat(sessions.strangers()).isZero();
        assertThat(asks).last().isInstanceOf(Ask.Forget.class);
        nothingIsLeft();
    }

    @Test
    void whoIsRemovedIsToldWhy() {
        ana.member("Ana");
        hub.remove(now, hub.peers().getFirst().id(), "spam", out);
        assertThat(ana.read(sent())).contains(new Frame.Close(CloseCode.REMOVED, "spam"));
        assertThat(left()).containsExactly(new LeaveReason.Removed("spam"));
        assertThat(ana.say(1, "but")).as("a packet so soon after the CLOSE is not answered").isEmpty();
        nothingIsLeft();
        assertThat(left()).hasSize(1);
    }

    @Test
    void whoClosesIsAnsweredOnceAndForgotten() {
        ana.member("Ana");
        assertThat(ana.closes(ana.send(new Frame.Close(CloseCode.BY_APPLICATION, "bye"))))
                .containsExactly((long) CloseCode.BY_APPLICATION);
        assertThat(left()).containsExactly(new LeaveReason.Left());
        assertThat(sessions.sessionCount()).isZero();
        nothingIsLeft();
    }

    @Test
    void whoIsSilentForTheIdleTimeoutIsForgottenWithoutAClose() {
        ana.member("Ana");
        List<Sent> sent = passes(Duration.ofSeconds(30));
        assertThat(ana.closes(sent)).isEmpty();
        assertThat(left()).containsExactly(new LeaveReason.TimedOut(Duration.ofSeconds(30)));
        nothingIsLeft();
    }

    @Test
    void whatAMemberSaysIsRelayedOnceAndReceipted() {
        ana.member("Ana");
        ben.member("Ben");
        List<Sent> sent = ana.say(1, "hello");
        sent.addAll(passes(Duration.ofMillis(5)));
        assertThat(ana.control(sent)).containsExactly(new ControlMessage.Relayed(1, 0, 1));
        assertThat(ben.read(sent)).anyMatch(
                frame -> frame instanceof Frame.Message message && message.channel() == ServerRooms.LOBBY_CHANNEL);
        List<Sent> again = ana.say(1, "hello");
        again.addAll(passes(Duration.ofMillis(5)));
        assertThat(ana.control(again)).contains(new ControlMessage.Duplicate(1));
        assertThat(hub.messages()).isEqualTo(1);
    }

    @Test
    void aMessageOnAChannelThatTheServerHasNotNamedBreaksTheProtocol() {
        ana.member("Ana");
        List<Sent> sent = ana.send(new Frame.Message(
                ChannelId.of(2, ChannelId.Class.ORDERED), 0, ByteBuffer.allocate(3)));
        assertThat(ana.closes(sent)).containsExactly((long) CloseCode.VIOLATION);
        nothingIsLeft();
    }

    @Test
    void aChannelThatTheServerHasNotEndedIsNotEndedByTheClient() {
        ana.member("Ana");
        assertThat(ana.closes(ana.send(new Frame.End(ServerRooms.LOBBY_CHANNEL, 0))))
                .containsExactly((long) CloseCode.VIOLATION);
        nothingIsLeft();
    }

    @Test
    void theListenerHearsOfTheSuccessorFirst() {
        ana.member("Ana");
        new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).member("Ana");
        List<Peer> peers = events.stream().filter(ServerEvent.Joined.class::isInstance)
                .map(event -> ((ServerEvent.Joined) event).peer()).toList();
        assertThat(peers).extracting(Peer::name).containsExactly("Ana", "Ana");
        assertThat(peers.getFirst().id()).isNotEqualTo(peers.getLast().id());
        assertThat(events).containsExactly(
                new ServerEvent.Joined(peers.getFirst(), RoomId.LOBBY),
                new ServerEvent.Joined(peers.getLast(), RoomId.LOBBY),
                new ServerEvent.Left(peers.getFirst(), RoomId.LOBBY, new LeaveReason.Replaced()));
    }

    @Test
    void aServerThatClosesTellsAllWhoAreOpenThreeTimes() {
        ana.member("Ana");
        ben.open();
        HandClient halfOpen = new HandClient(this, at(3, 4_000), 13).halfOpen();
        HandClient joining = new HandClient(this, at(4, 4_000), 14).halfOpen();
        joining.join("Dora");
        server.onClose(now, out);
        List<Sent> sent = sent();
        assertThat(ana.closes(sent)).containsExactly(2L, 2L, 2L);
        assertThat(ben.closes(sent)).containsExactly(2L, 2L, 2L);
        assertThat(joining.closes(sent)).isNotEmpty().containsOnly(2L);
        assertThat(sent).noneMatch(packet -> packet.to().equals(halfOpen.address()));
        assertThat(left()).containsExactly(new LeaveReason.ServerClosed());
        assertThat(sessions.sessionCount()).isZero();
    }
}
