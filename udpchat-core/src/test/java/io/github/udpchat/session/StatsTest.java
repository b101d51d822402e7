package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Room;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.RoundTrips;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.Test;

/** What {@code stats()} says of rooms and round-trip times, in virtual time. */
class StatsTest {

    /** A packet that is acknowledged late says so, but the first of a session counts with that. */
    private static final Duration LATEST_ACK = Duration.ofMillis(25);
    private static final InetSocketAddress PORT = new InetSocketAddress("127.0.0.1", 5_000);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(1);

    /** How far each client is from the server, to and fro. */
    private final Map<InetSocketAddress, Duration> distances = new HashMap<>();
    private Duration distanceOfNext = Duration.ZERO;

    /** A datagram takes a millisecond in any simulation. */
    private void setUpDistances() {
        net.rule((transit, random) -> {
            InetSocketAddress client = transit.from().equals(PORT) ? transit.to() : transit.from();
            Duration oneWay = distances.computeIfAbsent(client, address -> distanceOfNext).dividedBy(2);
            return new Verdict.Delay(oneWay.minusMillis(1));
        });
    }

    private ChatClient client(String name, Duration distance) {
        distanceOfNext = distance;
        return ChatClient.builder().network(net).server(PORT).name(name).connect();
    }

    private static void assertDistance(Duration actual, Duration distance) {
        assertThat(actual).isBetween(distance, distance.plus(LATEST_ACK));
    }

    @Test
    void roundTripTimesAreThoseOfTheLinks() {
        try (net) {
            setUpDistances();
            ChatServer server = ChatServer.builder().network(net).bind(PORT).start();
            assertThat(server.stats().roundTrips()).isEqualTo(new RoundTrips(0, Duration.ZERO, Duration.ZERO));
            List<ChatClient> clients = List.of(client("Ana", Duration.ofMillis(400)),
                    client("Ben", Duration.ofMillis(20)), client("Cleo", Duration.ofMillis(100)));
            for (int times = 0; times < 20; times++) {
                clients.forEach(client -> client.lobby().send("x").join());
            }
            net.advance(Duration.ofSeconds(2));

            clients.forEach(client -> assertDistance(client.stats().roundTrip().orElseThrow(),
                    distances.get(client.localAddress())));
            RoundTrips all = server.stats().roundTrips();
            assertThat(all.sessions()).isEqualTo(3);
            assertDistance(all.median(), Duration.ofMillis(100));
            assertDistance(all.longest(), Duration.ofMillis(400));
        }
    }

    @Test
    void whoHasNoSessionHasNoRoundTripTime() {
        try (net) {
            setUpDistances();
            ChatServer server = ChatServer.builder().network(net).bind(PORT).start();
            ChatClient ana = client("Ana", Duration.ofMillis(100));
            ana.lobby().send("x").join();
            net.advance(Duration.ofSeconds(1));
            assertThat(ana.stats().roundTrip()).isPresent();

            server.close();
            net.advance(Duration.ofSeconds(1));
            assertThat(ana.stats().roundTrip()).isEmpty();
            assertThat(ana.stats().rooms()).isZero();
            assertThat(server.stats().roundTrips()).isEqualTo(RoundTrips.NONE);
            assertThat(server.stats().rooms()).isZero();
        }
    }

    /** The path is another one, and what was measured before says nothing of it. */
    @Test
    void aClientThatIsOnAnotherHostIsMeasuredAnew() throws UnknownHostException {
        try (net) {
            setUpDistances();
            ChatServer server = ChatServer.builder().network(net).bind(PORT).start();
            ChatClient ana = client("Ana", Duration.ofMillis(100));
            ana.lobby().send("x").join();
            net.advance(Duration.ofSeconds(1));
            assertDistance(server.stats().roundTrips().longest(), Duration.ofMillis(100));

            distanceOfNext = Duration.ofMillis(600);
            net.rebind(ana.localAddress(), InetAddress.getByAddress(new byte[] {10, 0, 0, 1}));
            ana.lobby().send("from elsewhere");
            net.advanceUntil(() -> server.stats().roundTrips().sessions() == 0, Duration.ofSeconds(2));
            server.room(RoomId.LOBBY).send("there you are");
            net.advance(Duration.ofSeconds(2));
            assertDistance(server.stats().roundTrips().longest(), Duration.ofMillis(600));
        }
    }

    @Test
    void onClassicThereIsOneRoomAndNoRoundTripTime() {
        try (net) {
            ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(net).bind(PORT).start();
            assertThat(server.stats().rooms()).isZero();
            ChatClient ana = ChatClient.builder().protocol(Protocol.CLASSIC).network(net).server(PORT).connect();
            net.advance(Duration.ofSeconds(1));
            assertThat(ana.stats().roundTrip()).isEmpty();
            assertThat(ana.stats().rooms()).isEqualTo(1);
            assertThat(server.stats().rooms()).isEqualTo(1);
            assertThat(server.stats().roundTrips()).isEqualTo(RoundTrips.NONE);
        }
    }

    @Test
    void roomsAreThoseInWhichSomebodyIs() {
        try (net) {
            ChatServer server = ChatServer.builder().network(net).bind(PORT).start();
            assertThat(server.stats().rooms()).as("nobody is there").isZero();
            ChatClient ana = client("Ana", Duration.ZERO);
            ChatClient ben = client("Ben", Duration.ZERO);
            assertThat(server.stats().rooms()).as("the lobby").isEqualTo(1);
            Room dev = ana.join("dev");
            ben.join("dev");
            CompletableFuture<Delivery> said = ana.join("tea").send("x");
            said.join();
            assertThat(server.stats().rooms()).isEqualTo(3);
            assertThat(ana.stats().rooms()).isEqualTo(3);
            assertThat(ben.stats().rooms()).isEqualTo(2);

            ana.leave(dev);
            net.advance(Duration.ofSeconds(1));
            assertThat(ana.stats().rooms()).isEqualTo(2);
            assertThat(server.stats().rooms()).as("Ben is still there").isEqualTo(3);
            ana.close();
            ben.close();
            net.advance(Duration.ofSeconds(1));
            assertThat(server.stats().rooms()).isZero();
        }
    }

    @Test
    void theMedianIsOneOfTheValues() {
        assertThat(RoundTrips.of()).isEqualTo(RoundTrips.NONE);
        assertThat(RoundTrips.of(5)).isEqualTo(new RoundTrips(1, Duration.ofNanos(5), Duration.ofNanos(5)));
        assertThat(RoundTrips.of(9, 1)).isEqualTo(new RoundTrips(2, Duration.ofNanos(1), Duration.ofNanos(9)));
        assertThat(RoundTrips.of(9, 1, 5)).isEqualTo(new RoundTrips(3, Duration.ofNanos(5), Duration.ofNanos(9)));
    }
}
