package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Joins from 10,000 addresses, in virtual time. */
@Timeout(60)
class JoinFloodTest {

    private static final int FLOOD = 10_000;
    private static final Duration MOMENT = Duration.ofMillis(2);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(42);
    private final ServerLog log = new ServerLog();
    private final List<WeakReference<InetSocketAddress>> addresses = new ArrayList<>();

    @AfterEach
    void close() {
        net.close();
    }

    private ChatServer server(int maxPeers) {
        return ChatServer.builder().protocol(Protocol.CLASSIC).network(net).listener(log).maxPeers(maxPeers).start();
    }

    private static InetSocketAddress host(int number) {
        return new InetSocketAddress("10." + (number >> 16) + "." + (number >> 8 & 0xFF) + "." + (number & 0xFF), 4000);
    }

    /** Says something once from each address, so many in each moment, and goes away. */
    private void flood(ChatServer server, IntFunction<InetSocketAddress> address, int inEachMoment, String text) {
        for (int i = 0; i < FLOOD; i++) {
            RawPeer peer = new RawPeer(net, address.apply(i));
            addresses.add(new WeakReference<>(peer.address()));
            peer.send(server.localAddress(), text + i);
            peer.close();
            if (i % inEachMoment == inEachMoment - 1) {
                net.advance(MOMENT);
            }
        }
        net.advance(MOMENT);
    }

    private Map<DropReason, Long> drops(ChatServer server) {
        return server.stats().traffic().drops();
    }

    @Test
    void serverTakesInAsManyAsItMayAndCountsTheOthers() {
        ChatServer server = server(256);
        flood(server, JoinFloodTest::host, 50, "peer ");
        assertThat(server.peers()).hasSize(256);
        assertThat(drops(server)).isEqualTo(Map.of(DropReason.SERVER_FULL, FLOOD - 256L));
        server.close();
        net.advance(MOMENT);
        assertThat(log.drops(DropReason.SERVER_FULL)).isEqualTo(FLOOD - 256L);
    }

    @Test
    void eachAddressGetsItsShareAndTheRestIsCounted() {
        ChatServer server = server(FLOOD);
        flood(server, i -> new InetSocketAddress(host(i % 100).getAddress(), 1000 + i), 50, "peer ");
        assertThat(server.peers()).hasSize(100 * 8);
        assertThat(server.peers().stream().map(peer -> peer.address().getAddress()).distinct()).hasSize(100);
        assertThat(drops(server)).isEqualTo(Map.of(DropReason.ADDRESS_LIMIT, FLOOD - 800L));
    }

    @Test
    void whatComesAllAtOnceIsTakenInTooThoughOnlySixtyFourAreDecidedAtATime() {
        ChatServer server = server(1000);
        flood(server, JoinFloodTest::host, FLOOD, "peer ");
        assertThat(server.peers()).hasSize(1000);
        assertThat(drops(server)).isEqualTo(Map.of(DropReason.SERVER_FULL, FLOOD - 1000L));
        assertThat(server.stats().waiting()).isZero();
    }

    @Test
    void strangersWhoLeaveOrSendGarbageLeaveNothingBehind() {
        ChatServer server = server(256);
        flood(server, JoinFloodTest::host, 50, "\0".repeat(1024));
        assertThat(drops(server)).isEqualTo(Map.of(DropReason.TOO_LARGE, (long) FLOOD));
        assertThat(server.stats().joins()).isZero();
        assertRetained(0);
    }

    @Test
    void nothingOfTheRefusedStaysInMemory() {
        ChatServer server = server(256);
        flood(server, JoinFloodTest::host, 50, "peer ");
        flood(server, i -> new InetSocketAddress(host(i % 100).getAddress(), 5000 + i), 50, "late ");
        flood(server, i -> host(FLOOD + i), FLOOD, "all at once ");
        assertThat(server.peers()).hasSize(256);
        assertRetained(256);
    }

    @Test
    void nothingOfThoseWhoCameAndWentStaysInMemory() {
        ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(net).start();
        for (int i = 0; i < FLOOD; i++) {
            RawPeer peer = new RawPeer(net, host(i));
            addresses.add(new WeakReference<>(peer.address()));
            peer.send(server.localAddress(), "comes");
            peer.send(server.localAddress(), "qqq");
            peer.close();
            if (i % 50 == 49) {
                net.advance(MOMENT);
            }
        }
        net.advance(MOMENT);
        assertThat(server.stats().joins()).isEqualTo(FLOOD);
        assertThat(server.peers()).isEmpty();
        assertThat(drops(server)).isEmpty();
        assertRetained(0);
    }

    @Test
    void whoWasSilentForTooLongLeavesNothingBehind() {
        ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(net).maxPeers(FLOOD).start();
        flood(server, JoinFloodTest::host, 50, "peer ");
        assertThat(server.peers()).hasSize(FLOOD);
        net.advance(Duration.ofMinutes(30));
        assertThat(server.peers()).isEmpty();
        assertRetained(0);
    }

    /** The server knows a peer by the very object that is its address here: so these can be counted. */
    private void assertRetained(int number) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            System.gc();
            assertThat(addresses.stream().filter(address -> address.get() != null).count())
                    .as("addresses still held by anybody")
                    .isEqualTo(number);
        });
    }
}
