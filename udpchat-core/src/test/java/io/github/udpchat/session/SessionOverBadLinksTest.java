package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the session protocol is for: everything arrives once and in order, whatever the links do. */
class SessionOverBadLinksTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 10);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.1, 0.3})
    void everythingArrivesOnceAndInOrder(double loss) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (SimulatedNetwork net = SimulatedNetwork.seeded(seed)) {
                AmplificationLedger ledger = new AmplificationLedger();
                net.rule(ledger.sent());
                net.rule(ledger.arrived());
                ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(net).start();
                List<ClientLog> logs = List.of(new ClientLog(), new ClientLog(), new ClientLog());
                List<ChatClient> clients = IntStream.range(0, 3)
                        .mapToObj(i -> ChatClient.builder().protocol(Protocol.SESSION).network(net)
                                .name("client" + i).listener(logs.get(i)).connect())
                        .toList();
                net.rule(LinkRule.loss(loss));
                net.rule(LinkRule.jitter(Duration.ofMillis(1), Duration.ofMillis(60)));
                net.rule(LinkRule.duplication(loss / 2, Duration.ofMillis(40)));
                InstalledRule corruption = net.rule(LinkRule.corruption(loss / 2));
                List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
                for (int round = 0; round < 40; round++) {
                    for (ChatClient client : clients) {
                        outcomes.add(client.lobby().send(client.name() + " " + round + " " + "x".repeat(round * 97)));
                    }
                    net.advance(Duration.ofMillis(seed * 11 % 200));
                }
                corruption.remove();
                int own = 40;
                int others = 80;
                boolean all = net.advanceUntil(() -> logs.stream().allMatch(log -> log.texts().size() >= others)
                        && outcomes.stream().allMatch(CompletableFuture::isDone), Duration.ofSeconds(60));
                assertThat(all).as("seed %s, loss %s, at %s: %s of %s", seed, loss, net.now(),
                        logs.stream().map(log -> log.texts().size()).toList(), others).isTrue();
                for (int i = 0; i < 3; i++) {
                    for (int j = 0; j < 3; j++) {
                        String author = "client" + j + " ";
                        List<String> heard = logs.get(i).texts().stream().filter(text -> text.startsWith(author))
                                .toList();
                        assertThat(heard).as("seed %s: what client%s heard of client%s", seed, i, j)
                                .extracting(text -> text.substring(author.length(), text.lastIndexOf(' ')))
                                .isEqualTo(i == j ? List.of()
                                        : IntStream.range(0, own).mapToObj(Integer::toString).toList());
                    }
                }
                assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join())
                        .isInstanceOf(Delivery.Relayed.class));
                assertThat(server.peers()).hasSize(3);
            }
        }
    }

    @Test
    void aSilentSessionLivesAndAPartedOneEnds() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(7)) {
            AmplificationLedger ledger = new AmplificationLedger();
            net.rule(ledger.sent());
            net.rule(ledger.arrived());
            ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(net).start();
            ChatClient ana = ChatClient.builder().protocol(Protocol.SESSION).network(net).name("Ana")
                    .reconnect(ReconnectPolicy.never()).connect();
            net.advance(Duration.ofHours(1));
            assertThat(server.peers()).hasSize(1);
            long before = net.datagramsSent();
            net.advance(Duration.ofHours(1));
            // From each side a PING each 18 to 22 s, and its ACK.
            assertThat(net.datagramsSent() - before).isBetween(4 * 3600L / 22 - 8, 4 * 3600L / 18 + 8);
            net.rule(LinkRule.partition(server.localAddress()));
            net.advance(Duration.ofSeconds(31));
            assertThat(server.peers()).isEmpty();
            assertThat(ana.lobby().send("anybody?").join()).isInstanceOf(Delivery.Refused.class);
            long quiet = net.datagramsSent();
            net.advance(Duration.ofHours(1));
            assertThat(net.datagramsSent()).isEqualTo(quiet);
        }
    }

    @Test
    void oneSeedGivesOneCourse() {
        assertThat(course(11)).isEqualTo(course(11)).isNotEqualTo(course(12));
    }

    private static String course(long seed) {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(seed)) {
            net.rule(LinkRule.loss(0.1));
            ChatServer.builder().protocol(Protocol.SESSION).network(net).start();
            ChatClient ana = ChatClient.builder().protocol(Protocol.SESSION).network(net).name("Ana").connect();
            ChatClient.builder().protocol(Protocol.SESSION).network(net).name("Ben").connect();
            for (int i = 0; i < 50; i++) {
                ana.lobby().send("line " + i);
                net.advance(Duration.ofMillis(30));
            }
            return net.traceDigest();
        }
    }
}
