package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ConnectionLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.ConnectionState.Connected;
import io.github.udpchat.model.ConnectionState.Disconnected;
import io.github.udpchat.model.ConnectionState.Reconnecting;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that lose their session: PROTOCOL.md, section 2.13. */
class ReconnectingTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5_000);
    private static final Delivery RESTARTED = new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(6);
    private final Identity identity = Identity.of(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32});
    private final ServerLog log = new ServerLog();
    private final ConnectionLog ana = new ConnectionLog();
    private final ClientLog ben = new ClientLog();
    private ChatServer server = start(identity);

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatServer start(Identity who) {
        return ChatServer.builder().network(net).bind(SERVER).identity(who).listener(log).maxPeersPerAddress(1_000)
                .start();
    }

    private void crash() {
        net.crash(SERVER);
        server.close();
    }

    private ChatClientBuilder client(String name, ClientLog hears) {
        return ChatClient.builder().network(net).server(SERVER).name(name).listener(hears);
    }

    private void passes(long seconds) {
        net.advance(Duration.ofSeconds(seconds));
    }

    private Duration timeUntilConnectedAgain(int times) {
        Duration begin = net.now();
        assertThat(net.advanceUntil(() -> ana.states().stream().filter(Connected.class::isInstance).count() > times,
                Duration.ofMinutes(5))).isTrue();
        return net.now().minus(begin);
    }

    private List<String> said() {
        return log.lines().stream().filter(line -> line.contains(" said ")).toList();
    }

    @Test
    void aClientWithSomethingUnacknowledgedIsBackSoonAfterTheRestart() {
        ChatClient client = client("Ana", ana).connect();
        CompletableFuture<Delivery> before = client.lobby().send("before");
        assertThat(before.join()).isInstanceOf(Delivery.Relayed.class);
        crash();
        CompletableFuture<Delivery> lost = client.lobby().send("lost");
        passes(1);
        server = start(identity);
        CompletableFuture<Delivery> during = client.lobby().send("during");
        assertThat(timeUntilConnectedAgain(1)).isLessThan(Duration.ofSeconds(7));
        assertThat(lost.join()).isEqualTo(RESTARTED);
        assertThat(during.join()).as("it was said before the client knew").isEqualTo(RESTARTED);
        assertThat(client.lobby().send("after").join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(said()).containsExactly("Ana said before", "Ana said after");
        assertThat(ana.states()).containsExactly(new Connected(identity.key(), "Ana"),
                new Reconnecting(new DisconnectReason.ServerRestarted()), new Connected(identity.key(), "Ana"));
    }

    @Test
    void aQuietClientNoticesAtItsNextHeartbeat() {
        client("Ana", ana).connect();
        passes(5);
        crash();
        server = start(identity);
        assertThat(timeUntilConnectedAgain(1)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(28));
    }

    @Test
    void whatIsSaidWhileTheLinkIsDownIsRelayedOnceAndInOrderByTheSameServer() {
        ChatClient client = client("Ana", ana).connect();
        client("Ben", ben).connect();
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        outcomes.add(client.lobby().send("line 0"));
        passes(1);
        InstalledRule down = net.rule((transit, random) -> transit.from().equals(client.localAddress())
                || transit.to().equals(client.localAddress()) ? new Verdict.Drop() : new Verdict.Pass());
        for (int i = 1; i < 100; i++) {
            outcomes.add(client.lobby().send("line " + i));
            passes(1);
        }
        assertThat(log.lines()).anyMatch(line -> line.startsWith("Ana left"));
        down.remove();
        timeUntilConnectedAgain(1);
        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
        assertThat(net.advanceUntil(() -> ben.texts().size() == 100, Duration.ofSeconds(10))).isTrue();
        assertThat(ben.texts()).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void whatWasRelayedAndNotConfirmedIsNotRelayedAgain() {
        ChatClient client = client("Ana", ana).connect();
        client("Ben", ben).connect();
        passes(1);
        InstalledRule deaf = net
                .rule((transit, random) -> transit.to().equals(client.localAddress()) ? new Verdict.Drop()
                        : new Verdict.Pass());
        CompletableFuture<Delivery> outcome = client.lobby().send("once");
        passes(40);
        assertThat(ana.states()).last()
                .isEqualTo(new Reconnecting(new DisconnectReason.Silence(Duration.ofSeconds(30))));
        deaf.remove();
        assertThat(outcome.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.RECEIPT_LOST));
        passes(5);
        assertThat(ben.texts()).containsExactly("once");
        assertThat(said()).containsExactly("Ana said once");
        assertThat(client.lobby().send("twice").join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void aServerThatHasForgottenTheClientIsNotAskedToRepeat() {
        ChatClient client = client("Ana", ana).connect();
        passes(1);
        InstalledRule down = net.rule(LinkRule.loss(1));
        CompletableFuture<Delivery> outcome = client.lobby().send("long ago");
        net.advance(Duration.ofMinutes(12));
        down.remove();
        assertThat(outcome.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(said()).isEmpty();
    }

    @Test
    void whoeverComesAgainTakesTheirOwnPlaceWhateverTheServerKnows() {
        ChatClient client = client("Ana", ana).identity(Identity.of(new byte[32])).connect();
        passes(1);
        InstalledRule deaf = net
                .rule((transit, random) -> transit.to().equals(client.localAddress()) ? new Verdict.Drop()
                        : new Verdict.Pass());
        passes(40);
        assertThat(ana.states()).last().isInstanceOf(Reconnecting.class);
        assertThat(server.peers()).as("the server has heard the client until shortly before").hasSize(1);
        deaf.remove();
        timeUntilConnectedAgain(1);
        passes(1);
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ana");
        assertThat(log.lines()).last().asString().isEqualTo("Ana left lobby: Replaced[]");
    }

    @Test
    void aHundredClientsDoNotComeBackAtOnce() {
        List<ConnectionLog> logs = IntStream.range(0, 100).mapToObj(i -> new ConnectionLog()).toList();
        for (int i = 0; i < logs.size(); i++) {
            client("c" + i, logs.get(i)).connect();
        }
        server.close();
        server = start(identity);
        List<Integer> backAfterSeconds = new ArrayList<>();
        for (int second = 0; second < 6; second++) {
            backAfterSeconds.add(server.peers().size());
            passes(1);
        }
        assertThat(server.peers()).hasSize(100);
        for (int second = 1; second < 5; second++) {
            assertThat(backAfterSeconds.get(second) - backAfterSeconds.get(second - 1)).isCloseTo(20, within(15));
        }
        assertThat(logs).allSatisfy(one -> assertThat(one.states()).hasSize(3)
                .contains(new Reconnecting(new DisconnectReason.ServerClosed())));
    }

    @Test
    void triesGoOnForHoursAndASecondOneIsTold() {
        client("Ana", ana).connect();
        crash();
        net.advance(Duration.ofHours(3));
        assertThat(ana.states()).filteredOn(Reconnecting.class::isInstance).hasSizeBetween(180, 260)
                .contains(new Reconnecting(new DisconnectReason.TimedOut(Duration.ofSeconds(30))));
        server = start(identity);
        assertThat(timeUntilConnectedAgain(1)).isLessThan(Duration.ofSeconds(32));
    }

    @Test
    void aClientGivesUpWhenItsPolicySaysSo() {
        ChatClient client = client("Ana", ana)
                .reconnect(ReconnectPolicy.defaults().giveUpAfter(Duration.ofMinutes(2))).connect();
        crash();
        CompletableFuture<Delivery> said = client.lobby().send("said");
        passes(40);
        CompletableFuture<Delivery> waiting = client.lobby().send("waiting");
        passes(109);
        assertThat(ana.states()).last().isInstanceOf(Reconnecting.class);
        passes(2);
        assertThat(ana.states()).last().isEqualTo(
                new Disconnected(new DisconnectReason.TimedOut(Duration.ofSeconds(30))));
        assertThat(said.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(waiting.join()).isEqualTo(new Delivery.Refused(DropReason.NOT_CONNECTED));
        assertThat(client.lobby().send("late").join()).isEqualTo(new Delivery.Refused(DropReason.NOT_CONNECTED));
    }

    @Test
    void aTryThatIsOverIsNotFinishedByWhatComesLate() {
        ChatClient client = client("Ana", ana)
                .reconnect(ReconnectPolicy.defaults().giveUpAfter(Duration.ofSeconds(20))).connect();
        crash();
        client.lobby().send("said");
        assertThat(net.advanceUntil(() -> ana.states().size() == 2, Duration.ofMinutes(1))).isTrue();
        passes(17);
        server = start(identity);
        InstalledRule late = net.rule((transit, random) -> transit.from().equals(SERVER)
                ? new Verdict.Delay(Duration.ofSeconds(5))
                : new Verdict.Pass());
        passes(4);
        late.remove();
        passes(30);
        assertThat(ana.states()).last().isInstanceOf(Disconnected.class);
        assertThat(server.stats().joins()).isZero();
    }

    @Test
    void withoutReconnectingTheFirstSessionIsTheLast() {
        client("Ana", ana).reconnect(ReconnectPolicy.never()).connect();
        server.close();
        passes(1);
        server = start(identity);
        passes(60);
        assertThat(ana.states()).containsExactly(new Connected(identity.key(), "Ana"),
                new Disconnected(new DisconnectReason.ServerClosed()));
        assertThat(server.peers()).isEmpty();
    }

    @Test
    void whoWasRemovedStaysAway() {
        client("Ana", ana).connect();
        server.remove(server.peers().getFirst().id(), "too loud");
        passes(60);
        assertThat(ana.states()).last().isEqualTo(new Disconnected(new DisconnectReason.Removed("too loud")));
        assertThat(server.peers()).isEmpty();
    }

    @Test
    void aServerOfAnotherKeyIsNotBelievedAfterTheFirstUse(@TempDir Path folder) {
        client("Ana", ana).trust(Trust.firstUse(folder.resolve("known"))).connect();
        crash();
        Identity other = Identity.of(new byte[32]);
        server = start(other);
        passes(90);
        ConnectionState wrong = new Reconnecting(new DisconnectReason.WrongServerKey(other.key()));
        assertThat(ana.states()).contains(wrong);
        assertThat(server.peers()).isEmpty();
        crash();
        server = start(identity);
        timeUntilConnectedAgain(1);
    }

    @Test
    void whereAnyServerWillDoAnotherOneWillDoToo() {
        client("Ana", ana).connect();
        crash();
        Identity other = Identity.of(new byte[32]);
        server = start(other);
        timeUntilConnectedAgain(1);
        assertThat(ana.states()).last().isEqualTo(new Connected(other.key(), "Ana"));
    }

    @Test
    void aClientThatIsClosedWhileItTriesEndsEverything() {
        ChatClient client = client("Ana", ana).connect();
        crash();
        CompletableFuture<Delivery> said = client.lobby().send("said");
        passes(45);
        CompletableFuture<Delivery> waiting = client.lobby().send("waiting");
        client.close();
        assertThat(said.join()).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(waiting.join()).isEqualTo(new Delivery.Refused(DropReason.CLOSED));
        assertThat(net.openEndpoints()).isEmpty();
    }
}
