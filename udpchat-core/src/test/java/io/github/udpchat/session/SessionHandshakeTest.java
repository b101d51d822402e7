package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.Test;

/** The handshake over bad links, in virtual time: PROTOCOL.md, section 2.5. */
class SessionHandshakeTest {

    private static final int SEEDS = Integer.getInteger("session.handshakes", 1_000);

    @Test
    void allOfAThousandClientsConnectThoughThirtyPercentIsLost() {
        long longestNanos = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            try (SimulatedNetwork net = SimulatedNetwork.seeded(seed)) {
                AmplificationLedger ledger = new AmplificationLedger();
                net.rule(ledger.sent());
                net.rule(LinkRule.loss(0.30));
                net.rule(LinkRule.jitter(Duration.ofMillis(10), Duration.ofMillis(90)));
                net.rule(ledger.arrived());
                ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(net).start();
                ChatClient ana = connect(net, seed);
                assertThat(server.peers()).as("seed %s", seed).hasSize(1);
                longestNanos = Math.max(longestNanos, net.now().toNanos());
                assertThat(ana.name()).isEqualTo("Ana");
            }
        }
        assertThat(Duration.ofNanos(longestNanos)).isLessThan(Duration.ofSeconds(30));
    }

    private static ChatClient connect(SimulatedNetwork net, int seed) {
        try {
            return ChatClient.builder().protocol(Protocol.SESSION).network(net).name("Ana").connect();
        } catch (ConnectFailedException failure) {
            throw new AssertionError("seed " + seed, failure);
        }
    }

    @Test
    void withoutAServerConnectingEndsWhenItsTimeIsUp() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(1)) {
            assertThatThrownBy(() -> ChatClient.builder().protocol(Protocol.SESSION).network(net).connect())
                    .isInstanceOfSatisfying(ConnectFailedException.class, failure -> assertThat(failure.reason())
                            .isEqualTo(new DisconnectReason.TimedOut(Duration.ofSeconds(30))));
            assertThat(net.now()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_010));
            assertThat(net.openEndpoints()).isEmpty();
        }
    }

    @Test
    void aServerThatComesLateIsFound() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(1)) {
            net.host().worker("late", () -> ChatServer.builder().protocol(Protocol.SESSION).network(net).start())
                    .wakeAt(Duration.ofSeconds(7).toNanos());
            ChatClient.builder().protocol(Protocol.SESSION).network(net).name("Ana").connect();
            assertThat(net.now()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(9_600));
        }
    }

    @Test
    void whoNeverHearsTheServersDataBeginsAnewAndIsToldNothingFalse() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(3)) {
            ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(net).start();
            net.rule((transit, random) -> transit.from().equals(server.localAddress())
                    && Byte.toUnsignedInt(transit.datagram().asByteBuffer().get()) == 0xFC
                            ? new Verdict.Drop()
                            : new Verdict.Pass());
            assertThatThrownBy(() -> ChatClient.builder().protocol(Protocol.SESSION).network(net).connect())
                    .isInstanceOf(ConnectFailedException.class);
            net.advance(Duration.ofMinutes(1));
            assertThat(server.peers()).isEmpty();
            assertThat(server.stats().waiting()).isZero();
        }
    }
}
