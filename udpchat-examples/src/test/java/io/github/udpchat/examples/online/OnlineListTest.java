package io.github.udpchat.examples.online;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Shows how to test a class of one's own on a network that loses, is cut in two, and has a server that dies: in virtual time, so
 * the minutes below take no time; and by a seed, so it goes the same way each time.
 */
class OnlineListTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 5000);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(42);

    /** Kept, so that a server that starts again is the same one to its clients. */
    private final Identity identity = Identity.fresh(net.host().random());
    private final List<String> lines = new ArrayList<>();
    private OnlineList online;
    private ChatServer server;
    private ChatClient ana;

    private void startServer() {
        online = new OnlineList(lines::add);
        server = ChatServer.builder().network(net).bind(ADDRESS).identity(identity).listener(online).start();
    }

    @BeforeEach
    void anaAndBenAreThere() {
        net.rule(LinkRule.loss(0.2));
        net.rule(LinkRule.jitter(Duration.ofMillis(5), Duration.ofMillis(120)));
        startServer();
        ana = client("Ana");
        client("Ben");
        assertThat(online.names()).containsExactly("Ana", "Ben");
        lines.clear();
    }

    private ChatClient client(String name) {
        return ChatClient.builder().network(net).server(ADDRESS).name(name).connect();
    }

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    @Test
    void lossAloneIsNoReasonToBeGone() {
        net.advance(Duration.ofMinutes(30));
        assertThat(lines).isEmpty();
    }

    @Test
    void aShortPartitionIsNotSeen() {
        InstalledRule partition = net.rule(LinkRule.partition(ana.localAddress()));
        net.advance(Duration.ofSeconds(10));
        partition.remove();
        net.advance(Duration.ofMinutes(2));
        assertThat(lines).isEmpty();
    }

    @Test
    void aLongPartitionIsSeenOnce() {
        InstalledRule partition = net.rule(LinkRule.partition(ana.localAddress()));
        net.advance(Duration.ofMinutes(2));
        assertThat(online.names()).containsExactly("Ben");
        partition.remove();
        assertThat(net.advanceUntil(() -> online.names().size() == 2, Duration.ofMinutes(2))).isTrue();
        net.advance(Duration.ofMinutes(2));
        assertThat(lines).containsExactly("Ana is gone", "Ana is here");
    }

    @Test
    void whoComesAgainWhileTheServerStillHasTheOldSessionDoesNotFlicker() {
        InstalledRule deaf = net.rule(LinkRule.loss(1.0).to(ana.localAddress()));
        net.advance(Duration.ofSeconds(35));
        deaf.remove();
        assertThat(net.advanceUntil(() -> server.stats().joins() == 3, Duration.ofMinutes(2))).as("a third session")
                .isTrue();
        net.advance(Duration.ofMinutes(2));
        assertThat(lines).isEmpty();
        assertThat(online.names()).containsExactly("Ana", "Ben");
    }

    @Test
    void whoCameBeforeTheServerDiedComesAgain() {
        net.crash(ADDRESS);
        net.advance(Duration.ofSeconds(5));
        lines.clear();
        startServer();
        assertThat(net.advanceUntil(() -> online.names().size() == 2, Duration.ofMinutes(2))).isTrue();
        assertThat(lines).containsExactlyInAnyOrder("Ana is here", "Ben is here");
    }
}
