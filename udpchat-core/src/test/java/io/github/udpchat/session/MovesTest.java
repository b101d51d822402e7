package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that talk while their server moves from place to place over bad links, each time to a successor that may begin late:
 * what becomes of each message, and where the clients are. {@code -Dmoves.seeds=1000} takes more courses than a build does.
 */
class MovesTest {

    private static final long SEEDS = Long.getLong("moves.seeds", 12);
    private static final int CLIENTS = 4;
    private static final int MOVES = 4;

    private static final List<InetSocketAddress> PLACES = IntStream.rangeClosed(1, 3)
            .mapToObj(host -> new InetSocketAddress("10.0.0." + host, 5_000)).toList();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachMessageIsRelayedOnceOrNotAndItsSenderIsToldTheTruth(long seed) {
        try (Course course = new Course(seed)) {
            course.run();
            course.judge();
        }
    }

    @Test
    void clientsFollowWhereTheyHear() {
        try (Course course = new Course(1)) {
            course.run();
            assertThat(course.relayed.stream().filter(log -> !log.lines().isEmpty())).hasSizeGreaterThan(MOVES / 2);
        }
    }

    /** One course of events. */
    private static final class Course implements AutoCloseable {

        private final SplittableRandom random;
        private final SimulatedNetwork net;
        private final Identity identity;
        private final Map<InetSocketAddress, ChatServer> servers = new HashMap<>();
        private final List<ServerLog> relayed = new ArrayList<>();
        private final List<ChatClient> clients = new ArrayList<>();
        private final List<ClientLog> hears = new ArrayList<>();
        private final Map<String, CompletableFuture<Delivery>> said = new HashMap<>();
        private InetSocketAddress place = PLACES.getFirst();

        Course(long seed) {
            random = new SplittableRandom(seed);
            net = SimulatedNetwork.seeded(seed);
            byte[] secret = new byte[Identity.SECRET_BYTES];
            random.nextBytes(secret);
            identity = Identity.of(secret);
            begins(place);
            for (int i = 0; i < CLIENTS; i++) {
                hears.add(new ClientLog());
                clients.add(ChatClient.builder().network(net).server(place).trust(Trust.pinned(identity.key()))
                        .name("Client" + (char) ('A' + i)).listener(hears.getLast()).connect());
            }
        }

        private void begins(InetSocketAddress where) {
            relayed.add(new ServerLog());
            servers.put(where, ChatServer.builder().network(net).protocol(Protocol.SESSION).bind(where)
                    .identity(identity).resets(false).rateLimits(RateLimits.none())
                    .listener(relayed.getLast()).start());
        }

        void run() {
            List<InstalledRule> faults = Stream.of(LinkRule.loss(random.nextDouble(0.4)),
                    LinkRule.jitter(Duration.ZERO, Duration.ofMillis(1 + random.nextInt(80))),
                    LinkRule.duplication(random.nextDouble(0.1), Duration.ofMillis(5))).map(net::rule).toList();
            for (int move = 0; move < MOVES; move++) {
                talk(Duration.ofSeconds(5 + random.nextInt(40)));
                InstalledRule deaf = net.rule(deaf(clients.get(random.nextInt(CLIENTS)).localAddress()));
                talk(Duration.ofSeconds(random.nextInt(3) * 17));
                moves();
                talk(Duration.ofSeconds(random.nextInt(3)));
                deaf.remove();
            }
            faults.forEach(InstalledRule::remove);
            talk(Duration.ofSeconds(10));
            // Whoever has not heard of the last place, or of an earlier one, finds a server where it looks.
            PLACES.stream().filter(where -> !servers.containsKey(where)).forEach(this::begins);
            net.advance(Duration.ofMinutes(3));
        }

        private static LinkRule deaf(InetSocketAddress client) {
            return (transit, any) -> transit.to().equals(client) ? new Verdict.Drop() : new Verdict.Pass();
        }

        private void moves() {
            InetSocketAddress from = place;
            List<InetSocketAddress> others = new ArrayList<>(PLACES);
            others.remove(from);
            place = others.get(random.nextInt(others.size()));
            boolean late = random.nextInt(4) == 0;
            if (!late && !servers.containsKey(place)) {
                begins(place);
            }
            CompletableFuture<Boolean> drained = servers.get(from).drain(
                    Duration.ofMillis(random.nextInt(3) * random.nextInt(10_000)), place);
            while (!drained.isDone()) {
                talk(Duration.ofMillis(200));
            }
            servers.remove(from);
            if (late) {
                talk(Duration.ofSeconds(20));
                begins(place);
            }
        }

        private void talk(Duration time) {
            Duration end = net.now().plus(time);
            while (net.now().compareTo(end) < 0) {
                ChatClient who = clients.get(random.nextInt(CLIENTS));
                String text = who.name() + " " + said.size();
                said.put(text, who.lobby().send(text));
                net.advance(Duration.ofMillis(random.nextInt(400)));
            }
        }

        void judge() {
            List<String> atServers = relayed.stream().flatMap(log -> log.lines().stream())
                    .filter(line -> line.contains(" said ")).map(line -> line.substring(line.indexOf(" said ") + 6))
                    .toList();
            assertThat(atServers).as("relayed").doesNotHaveDuplicates();
            said.forEach((text, outcome) -> {
                assertThat(outcome).as("the outcome of %s", text).isDone();
                switch (outcome.join()) {
                    case Delivery.Relayed relayed -> assertThat(atServers).contains(text);
                    case Delivery.Refused refused -> assertThat(atServers).doesNotContain(text);
                    case Delivery.Unconfirmed unconfirmed -> {
                        // It may have been relayed, once.
                    }
                }
            });
            for (int i = 0; i < CLIENTS; i++) {
                List<String> heard = hears.get(i).texts();
                assertThat(atServers).as("what %s hears", clients.get(i)).containsAll(heard);
                for (ChatClient author : clients) {
                    List<Integer> numbers = heard.stream().filter(text -> text.startsWith(author.name() + " "))
                            .map(text -> Integer.valueOf(text.substring(text.indexOf(' ') + 1))).toList();
                    assertThat(numbers).doesNotHaveDuplicates().isSorted();
                }
                assertThat(servers).containsKey(clients.get(i).serverAddress());
            }
        }

        @Override
        public void close() {
            net.close();
        }
    }
}
