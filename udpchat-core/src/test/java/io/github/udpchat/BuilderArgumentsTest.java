package io.github.udpchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the builders refuse at once: the message names the option and the value. */
class BuilderArgumentsTest {

    private static void refused(ThrowingCallable call, String... mentions) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(mentions);
    }

    private static void refusesNull(ThrowingCallable call, String name) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
    }

    @Test
    void serverRefusesWhatIsOutOfRange() {
        ChatServerBuilder server = ChatServer.builder();
        refused(() -> server.bind("", 1), "host", "\"\"");
        refused(() -> server.bind(" ", 1), "host", "blank");
        refused(() -> server.bind("localhost", -1), "port", "was -1");
        refused(() -> server.bind("localhost", 65_536), "port", "was 65536");
        refused(() -> server.name(""), "name", "\"\"");
        refused(() -> server.name("qqq"), "name", "qqq");
        refused(() -> server.name("\uDC00"), "surrogate");
        assertThatThrownBy(() -> server.rateLimits(null)).isInstanceOf(NullPointerException.class).hasMessage("limits");
        refused(() -> server.maxPeers(0), "maxPeers", "was 0");
        refused(() -> server.maxPeers(-1), "maxPeers", "was -1");
        refused(() -> server.maxPeersPerAddress(0), "maxPeersPerAddress", "was 0");
        refused(() -> server.maxDatagramBytes(0), "maxDatagramBytes", "was 0");
        refused(() -> server.maxDatagramBytes(65_508), "maxDatagramBytes", "65507", "was 65508");
        refused(() -> server.idleTimeout(Duration.ofMillis(-1)), "idleTimeout", "PT-0.001S");
        refused(() -> server.idleTimeout(Duration.ofNanos(1)), "idleTimeout", "PT0.000000001S");
        refused(() -> server.idleTimeout(Duration.ofDays(36_501)), "idleTimeout", "36500 days");
        refused(() -> server.idleTimeout(Duration.ofSeconds(Long.MAX_VALUE)), "idleTimeout");
    }

    @Test
    void clientRefusesWhatIsOutOfRange() {
        ChatClientBuilder client = ChatClient.builder();
        refused(() -> client.server("localhost", 0), "port", "was 0");
        refused(() -> client.server(new InetSocketAddress("127.0.0.1", 0)), "port", "was 0");
        refused(() -> client.server("\t", 1), "host", "blank");
        for (String noAddress : List.of("localhost", "::1:5000", "udp://localhost:5000", "[::1]", "[::1:5000", ":5000",
                "localhost:123456", "two words:5000")) {
            refused(() -> client.server(noAddress), "HOST:PORT", "brackets", noAddress);
        }
        client.server("localhost:5000").server("[::1]:5000").server("192.0.2.1:1");
        refused(() -> client.bind("localhost", 70_000), "port", "was 70000");
        refused(() -> client.name(""), "name", "\"\"");
        refused(() -> client.name("qqq"), "name", "qqq");
        refused(() -> client.maxDatagramBytes(-1), "maxDatagramBytes", "was -1");
    }

    @Test
    void whatOnlySessionsHaveIsCheckedAtOnceToo() {
        ChatClientBuilder client = ChatClient.builder();
        refused(() -> client.token(Payload.copyOf(new byte[513])), "token", "512", "513");
        client.token(Payload.copyOf(new byte[512]));
        refused(() -> client.application(""), "application", "empty");
        refused(() -> ChatServer.builder().application(""), "application", "empty");
        refused(() -> client.connectTimeout(Duration.ZERO), "connectTimeout", "PT0S");
        refused(() -> client.connectTimeout(Duration.ofNanos(999_999)), "connectTimeout", "PT0.000999999S");
        refused(() -> client.connectTimeout(Duration.ofMillis(-1)), "connectTimeout", "PT-0.001S");
        refused(() -> client.connectTimeout(Duration.ofHours(1).plusNanos(1)), "connectTimeout", "1 hour");
        client.connectTimeout(Duration.ofMillis(1)).connectTimeout(Duration.ofHours(1));
    }

    @Test
    void aNameThatSessionsMustNotHaveIsRefusedBeforeAnythingIsBound() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
            ChatClientBuilder client = ChatClient.builder().protocol(Protocol.SESSION).network(net);
            refused(() -> client.name("two  spaces").connect(), "name", "two  spaces");
            refused(() -> client.name("\u202Eevil").connect(), "name", "\\u{202E}evil");
            refused(() -> client.name("x".repeat(33)).connect(), "name", "1 to 32", "33");
            assertThat(net.openEndpoints()).isEmpty();
        }
    }

    @Test
    void missingOptionsAreNamed() {
        refusesNull(() -> ChatServer.builder().bind((InetSocketAddress) null), "address");
        refusesNull(() -> ChatServer.builder().bind(null, 1), "host");
        refusesNull(() -> ChatServer.builder().protocol(null), "protocol");
        refusesNull(() -> ChatServer.builder().admit(null), "hook");
        refusesNull(() -> ChatServer.builder().registry(null), "registry");
        refusesNull(() -> ChatServer.builder().listener(null), "listener");
        refusesNull(() -> ChatServer.builder().overflow(null), "overflow");
        refusesNull(() -> ChatServer.builder().name(null), "name");
        refusesNull(() -> ChatServer.builder().idleTimeout(null), "timeout");
        refusesNull(() -> ChatClient.builder().name(null), "name");
        refusesNull(() -> ChatClient.builder().server((InetSocketAddress) null), "address");
        refusesNull(() -> ChatServer.builder().network(null), "network");
        refusesNull(() -> ChatClient.builder().bind((InetSocketAddress) null), "address");
        refusesNull(() -> ChatClient.builder().listener(null), "listener");
        refusesNull(() -> ChatClient.builder().listener(null, message -> {
        }), "codec");
        refusesNull(() -> ChatServer.builder().identity(null), "identity");
        refusesNull(() -> ChatServer.builder().application(null), "name");
        refusesNull(() -> ChatClient.builder().identity(null), "identity");
        refusesNull(() -> ChatClient.builder().trust(null), "trust");
        refusesNull(() -> ChatClient.builder().application(null), "name");
        refusesNull(() -> ChatClient.builder().token(null), "token");
        refusesNull(() -> ChatClient.builder().connectTimeout(null), "timeout");
    }

    @Test
    void theSessionProtocolIsSpokenWhereNothingElseIsSaid() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
            ChatServer server = ChatServer.builder().network(net).start();
            ChatClient.builder().network(net).name("Ana").connect();
            assertThat(server.peers()).extracting(Peer::protocol).containsExactly(Protocol.SESSION);
        }
    }

    @Test
    void timesOfReconnectingHaveTheirRanges() {
        ReconnectPolicy policy = ReconnectPolicy.defaults();
        refused(() -> policy.firstWithin(Duration.ofNanos(-1)), "firstWithin", "PT-0.000000001S");
        refused(() -> policy.firstWithin(Duration.ofSeconds(31)), "longestWithin", "PT31S", "PT30S");
        refused(() -> policy.firstWithin(Duration.ZERO).longestWithin(Duration.ofMillis(999)), "longestWithin",
                "PT0.999S");
        refused(() -> policy.longestWithin(Duration.ofMinutes(61)), "longestWithin", "PT1H1M");
        refused(() -> policy.giveUpAfter(Duration.ofNanos(-1)), "giveUpAfter", "PT-0.000000001S");
        refused(() -> policy.giveUpAfter(Duration.ofDays(36_501)), "giveUpAfter");
        refusesNull(() -> policy.giveUpAfter(null), "giveUpAfter");
        refusesNull(() -> ChatClient.builder().reconnect(null), "policy");
    }

    @Test
    void nameLongerThanADatagramIsRefusedBeforeAnythingIsBound() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
            refused(() -> ChatServer.builder().protocol(Protocol.CLASSIC).network(net)
                    .name("nine char").maxDatagramBytes(8).start(), "name", "13 bytes", "8");
            refused(() -> ChatClient.builder().protocol(Protocol.CLASSIC).network(net)
                    .name("nine char").maxDatagramBytes(8).connect(), "name", "13 bytes", "8");
            assertThat(net.openEndpoints()).isEmpty();
        }
    }

    @Test
    void serverHasOneRoomAndRefusesEmptyNewNames() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42);
                ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(net).start()) {
            refused(() -> server.room(new RoomId("attic")), "attic", "classic");
            refused(() -> server.rename(new PeerId(1), ""), "newName");
        }
    }
}
