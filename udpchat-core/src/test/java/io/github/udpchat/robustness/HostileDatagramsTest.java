package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that nobody should send, over real sockets: each is counted under its reason, and nothing else happens. */
@Timeout(60)
class HostileDatagramsTest extends StageTest {

    /** So many are on their way at once: fewer than fit into the smallest receive buffer that a system grants. */
    private static final int BURST = 16;

    private final Map<DropReason, Long> expectedDrops = new EnumMap<>(DropReason.class);
    private final List<String> expectedTexts = new ArrayList<>();

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    private void expect(byte[] datagram) {
        DropReason why = HostileInput.reason(datagram);
        if (why == null) {
            expectedTexts.add(new String(datagram, StandardCharsets.UTF_8));
        } else {
            expectedDrops.merge(why, 1L, Long::sum);
        }
    }

    /** Sends all, at the pace at which the recipient counts them. */
    private void sendAll(List<byte[]> datagrams, RawPeer from, InetSocketAddress to, Supplier<TrafficStats> stats) {
        long received = stats.get().datagramsReceived();
        for (int i = 0; i < datagrams.size(); i++) {
            expect(datagrams.get(i));
            from.send(to, datagrams.get(i));
            if (i % BURST == BURST - 1 || i == datagrams.size() - 1 || datagrams.get(i).length > HostileInput.LIMIT) {
                long expected = received + i + 1;
                stage.eventually(() -> assertThat(stats.get().datagramsReceived()).isEqualTo(expected));
            }
        }
    }

    private void toServer(List<byte[]> datagrams) {
        ChatServer server = closing(server().start());
        RawPeer mallory = registered(server, "Mallory");
        RawPeer ben = registered(server, "Ben");
        sendAll(datagrams, mallory, server.localAddress(), () -> server.stats().traffic());
        stage.eventually(() -> assertThat(ben.receivedTexts()).hasSize(expectedTexts.size()));
        assertThat(ben.receivedTexts()).isEqualTo(expectedTexts);
        TrafficStats traffic = server.stats().traffic();
        assertThat(traffic.drops()).isEqualTo(expectedDrops);
        long dropped = traffic.drops().values().stream().mapToLong(Long::longValue).sum();
        assertThat(server.stats().joins() + server.stats().messagesRelayed() + dropped)
                .isEqualTo(traffic.datagramsReceived());
        ben.send(server.localAddress(), "still here?");
        stage.eventually(() -> assertThat(mallory.received()).containsExactly("still here?"));
        assertThat(server.peers()).hasSize(2);
        stage.eventually(() -> assertThat(log.lines()).last().isEqualTo("Ben said still here?"));
        closed(server);
        expectedDrops.forEach((why, count) -> assertThat(log.drops(why)).as("reported %s", why).isEqualTo(count));
        assertThat(log.errors()).isEmpty();
    }

    private void toClient(List<byte[]> datagrams) {
        ClientLog hears = new ClientLog();
        RawPeer malicious = closing(new RawPeer(stage.network()));
        ChatClient client = closing(ChatClient.builder()
                .protocol(Protocol.CLASSIC)
                .network(stage.network())
                .server(malicious.address())
                .listener(hears)
                .connect());
        sendAll(datagrams, malicious, client.localAddress(), () -> client.stats().traffic());
        malicious.send(client.localAddress(), "[x]->still here?");
        stage.eventually(() -> assertThat(hears.messages()).hasSize(expectedTexts.size() + 1));
        assertThat(hears.messages()).last().extracting(ChatMessage::line).isEqualTo("still here?");
        expectedTexts.add("[x]->still here?");
        assertThat(hears.texts()).isEqualTo(expectedTexts);
        TrafficStats traffic = client.stats().traffic();
        assertThat(traffic.drops()).isEqualTo(expectedDrops);
        long dropped = traffic.drops().values().stream().mapToLong(Long::longValue).sum();
        assertThat(client.stats().messagesReceived() + dropped).isEqualTo(traffic.datagramsReceived());
        closed(client);
        expectedDrops.forEach((why, count) -> assertThat(hears.drops(why)).as("reported %s", why).isEqualTo(count));
        assertThat(hears.errors()).isEmpty();
    }

    @Test
    void serverCountsWhatNobodyShouldSendUnderItsReasonAndRelaysTheRest() {
        toServer(HostileInput.chosen());
    }

    @Test
    void clientCountsWhatNobodyShouldSendUnderItsReasonAndHearsTheRest() {
        toClient(HostileInput.chosen());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 42})
    void serverSurvivesRandomGarbage(long seed) {
        toServer(HostileInput.random(seed, 2000));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {2, 43})
    void clientSurvivesRandomGarbage(long seed) {
        toClient(HostileInput.random(seed, 2000));
    }

    @Test
    void strangersAreNeitherRegisteredByGarbageNorHeardByAClient() {
        ChatServer server = closing(server().start());
        ClientLog hears = new ClientLog();
        ChatClient client = closing(client(server, "Ana").listener(hears).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer stranger = closing(new RawPeer(stage.network()));
        List<byte[]> garbage = HostileInput.random(7, 1000);
        List<byte[]> refused = garbage.stream().filter(bytes -> HostileInput.reason(bytes) != null).toList();
        sendAll(refused, stranger, server.localAddress(), () -> server.stats().traffic());
        assertThat(server.stats().traffic().drops()).isEqualTo(expectedDrops);
        assertThat(server.stats().joins()).isEqualTo(1);
        sendAll(garbage, stranger, client.localAddress(), () -> client.stats().traffic());
        assertThat(client.stats().traffic().drops())
                .isEqualTo(Map.of(DropReason.NOT_FROM_SERVER, (long) garbage.size()));
        server.room(RoomId.CLASSIC).send("hello");
        stage.eventually(() -> assertThat(hears.texts()).containsExactly("[server]->hello"));
    }
}
