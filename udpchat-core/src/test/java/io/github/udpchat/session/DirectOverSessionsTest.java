package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.Identity;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import org.junit.jupiter.api.Test;

/** Direct messages and notices of clients that lose packets and sessions: PROTOCOL.md, sections 2.13 and 2.15. */
class DirectOverSessionsTest extends TwoOverSessions {

    DirectOverSessionsTest() {
        super(9);
    }

    private static final DirectDelivery PASSED = new DirectDelivery.Passed(1);

    private PeerId idOf(String name) {
        return server.room(RoomId.LOBBY).presence().participants().stream().filter(who -> who.name().equals(name))
                .map(Participant::id).findFirst().orElseThrow();
    }

    private List<String> heard() {
        return benHears.directs().stream().map(DirectMessage::text).toList();
    }

    @Test
    void whatIsSaidWhileTheLinkIsDownIsPassedOnOnceAndInOrderWithWhatIsSaidInRooms() {
        PeerId to = idOf("Ben");
        net.rule(LinkRule.loss(0.2));
        List<CompletableFuture<?>> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(ana.direct(to, "direct " + i));
            outcomes.add(ana.lobby().send("room " + i));
        }
        net.advance(Duration.ofMillis(20));
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        for (int i = 20; i < 60; i++) {
            outcomes.add(ana.direct(to, "direct " + i));
            outcomes.add(ana.lobby().send("room " + i));
            passes(1);
        }
        down.remove();
        outcomes.forEach(CompletableFuture::join);
        passes(20);
        assertThat(log.lines().stream().filter("Ana joined lobby"::equals)).as("sessions").hasSizeGreaterThan(1);
        assertThat(heard()).isEqualTo(IntStream.range(0, 60).mapToObj(i -> "direct " + i).toList());
        assertThat(benHears.texts()).isEqualTo(IntStream.range(0, 60).mapToObj(i -> "room " + i).toList());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).satisfiesAnyOf(
                how -> assertThat(how).isInstanceOf(Delivery.Relayed.class),
                how -> assertThat(how).isEqualTo(PASSED),
                how -> assertThat(how).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.RECEIPT_LOST))));
    }

    @Test
    void afterARestartAnIdOfBeforeMeansNobody() {
        PeerId to = idOf("Ben");
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        CompletableFuture<DirectDelivery> said = ana.direct(to, "said, and lost");
        passes(40);
        CompletableFuture<DirectDelivery> waiting = ana.direct(to, "waiting");
        CompletableFuture<Delivery> room = ana.lobby().send("in the lobby");
        ben.close();
        restart();
        ClientLog malloryHears = new ClientLog();
        client("Eve", new ClientLog());
        client("Mallory", malloryHears);
        assertThat(idOf("Mallory")).as("who comes as Ben did").isNotEqualTo(to);
        down.remove();
        passes(60);
        assertThat(said.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED));
        assertThat(waiting.join()).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        assertThat(room.join()).as("what is for a room waits on").isInstanceOf(Delivery.Relayed.class);
        assertThat(ana.direct(to, "and now?").join()).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        assertThat(malloryHears.directs()).isEmpty();
        assertThat(malloryHears.texts()).containsExactly("in the lobby");
    }

    @Test
    void itWaitsForTheNextSessionWhereTheServerIsTheSame() {
        PeerId to = idOf("Ben");
        InstalledRule down = net.rule(LinkRule.partition(ana.localAddress()));
        passes(40);
        CompletableFuture<DirectDelivery> waiting = ana.direct(to, "waiting");
        passes(5);
        assertThat(waiting).isNotDone();
        down.remove();
        assertThat(waiting.join()).isEqualTo(PASSED);
        passes(1);
        assertThat(heard()).containsExactly("waiting");
    }

    @Test
    void aRecipientThatHasLostItsSessionIsNobodyUntilItIsBack() {
        PeerId to = idOf("Ben");
        InstalledRule down = net.rule(LinkRule.partition(ben.localAddress()));
        passes(38);
        assertThat(ana.direct(to, "are you there?").join())
                .isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        down.remove();
        net.advanceUntil(() -> ben.direct(idOf("Ana"), "back").join().equals(PASSED), Duration.ofSeconds(30));
        PeerId back = idOf("Ben");
        assertThat(ana.direct(back, "there you are").join()).isEqualTo(PASSED);
        passes(1);
        assertThat(heard()).containsExactly("there you are");
    }

    @Test
    void whatIsForOnePersonReachesAllItsSessionsButTheOneThatSaysIt() {
        Identity cleo = Identity.fresh(net.host().random());
        ClientLog phone = new ClientLog();
        ClientLog desk = new ClientLog();
        ChatClient atTheDesk = ChatClient.builder().network(net).server(SERVER).name("Cleo").identity(cleo)
                .listener(desk).connect();
        ChatClient.builder().network(net).server(SERVER).name("Cleo").identity(cleo).listener(phone).connect();
        assertThat(ana.direct(idOf("Cleo"), "to both").join()).isEqualTo(new DirectDelivery.Passed(2));
        assertThat(atTheDesk.direct(idOf("Cleo"), "to myself").join()).isEqualTo(PASSED);
        passes(1);
        assertThat(desk.directs()).extracting(DirectMessage::text).containsExactly("to both");
        assertThat(phone.directs()).extracting(DirectMessage::text).containsExactly("to both", "to myself");
        assertThat(phone.directs().getLast().authorId()).isEqualTo(idOf("Cleo"));
    }

    @Test
    void noticesGetLostWithoutHarm() {
        net.rule(LinkRule.loss(0.3));
        List<CompletableFuture<DirectDelivery>> outcomes = new ArrayList<>();
        PeerId to = idOf("Ben");
        for (int second = 0; second < 200; second++) {
            ana.typing(ana.lobby());
            if (second % 10 == 0) {
                outcomes.add(ana.direct(to, "line " + outcomes.size()));
            }
            passes(1);
        }
        passes(20);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isEqualTo(PASSED));
        assertThat(heard()).isEqualTo(IntStream.range(0, 20).mapToObj(i -> "line " + i).toList());
        assertThat(benHears.typists()).as("of 100, with two ways of 30 %% loss each").hasSizeBetween(25, 75)
                .containsOnly("Ana (" + idOf("Ana") + ") in lobby");
        assertThat(log.lines().stream().filter(line -> line.contains(" left "))).isEmpty();
        assertThat(log.drops(DropReason.TOO_FAST)).isZero();
    }
}
