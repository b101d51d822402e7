package io.github.udpchat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One seed, one course; and whatever the course, what the classic protocol promises holds. The load varies with the seed
 * as well as the faults.
 */
class DeterminismTest {

    /** The digest of the course of seed 42. It changes only when the library sends something else than before. */
    private static final String COURSE_OF_42 = "19b4219fd5945bdf0b82cda638071e498f5f753800ca77b8f1eb93defd241afc";

    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    /** An hour of chat among a few dozen clients, over links that lose, delay, duplicate and cut. */
    private static final class Hour implements AutoCloseable {

        private final SimulatedNetwork net;
        private final RandomGenerator choice;
        private final ServerLog serverHears = new ServerLog();
        private final List<ClientLog> clientsHear = new ArrayList<>();
        private final List<ChatClient> clients = new ArrayList<>();
        private final ChatServer server;
        private int said;

        Hour(long seed) {
            net = SimulatedNetwork.seeded(seed);
            choice = new SplittableRandom(seed);
            net.rule(LinkRule.loss(choice.nextDouble(0.3)));
            net.rule(LinkRule.jitter(Duration.ZERO, Duration.ofMillis(choice.nextInt(1, 200))));
            net.rule(LinkRule.duplication(choice.nextDouble(0.1), Duration.ofMillis(choice.nextInt(50))));
            server = ChatServer.builder()
                    .protocol(Protocol.CLASSIC)
                    .network(net)
                    .idleTimeout(IDLE_TIMEOUT)
                    .maxPeers(24)
                    .listener(serverHears)
                    .start();
        }

        void pass() {
            while (net.now().compareTo(Duration.ofHours(1)) < 0) {
                switch (choice.nextInt(20)) {
                    case 0 -> connect();
                    case 1 -> leave();
                    case 2 -> cutOff();
                    default -> speak();
                }
                net.advance(Duration.ofMillis(choice.nextInt(8000)));
            }
            clients.forEach(ChatClient::close);
            net.advance(IDLE_TIMEOUT.plusSeconds(10));
        }

        private void connect() {
            ClientLog hears = new ClientLog();
            clientsHear.add(hears);
            clients.add(ChatClient.builder()
                    .protocol(Protocol.CLASSIC)
                    .network(net)
                    .server(server.localAddress())
                    .listener(hears)
                    .connect());
        }

        private void leave() {
            if (!clients.isEmpty()) {
                clients.remove(choice.nextInt(clients.size())).close();
            }
        }

        private void cutOff() {
            if (!clients.isEmpty()) {
                ChatClient cut = clients.get(choice.nextInt(clients.size()));
                InstalledRule partition = net.rule(LinkRule.partition(cut.localAddress()));
                speak();
                net.advance(Duration.ofSeconds(choice.nextInt(60)));
                partition.remove();
            }
        }

        private void speak() {
            for (int burst = choice.nextInt(4); burst > 0 && !clients.isEmpty(); burst--) {
                clients.get(choice.nextInt(clients.size())).lobby().send("line " + said++);
            }
        }

        @Override
        public void close() {
            server.close();
            net.close();
        }
    }

    private static String course(long seed) {
        try (Hour hour = new Hour(seed)) {
            hour.pass();
            return hour.net.traceDigest();
        }
    }

    @Test
    void oneSeedGivesOneCourseInEveryRunOfTheJvm() {
        assertThat(course(42)).isEqualTo(COURSE_OF_42);
    }

    @Test
    void otherSeedsGiveOtherCourses() {
        assertThat(LongStream.range(0, 5).mapToObj(DeterminismTest::course)).doesNotHaveDuplicates();
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("sim.seeds", 50));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverHappensNobodyHearsWhatWasNotSaidAndNothingStays(long seed) {
        try (Hour hour = new Hour(seed)) {
            hour.pass();
            assertThat(hour.server.peers()).as("members when all have left").isEmpty();
            assertThat(hour.server.stats().waiting()).isZero();
            assertThat(hour.net.openEndpoints()).containsExactly(hour.server.localAddress());
            for (ClientLog hears : hour.clientsHear) {
                // A name whose datagram came twice is taken for a line the second time: the wire does not tell them apart.
                assertThat(hears.texts()).allMatch(text -> text.matches("\\[Guest\\d{4}]->line \\d+|Guest\\d{4}"));
                assertThat(hears.errors()).isEmpty();
                assertThat(hears.closed()).hasSize(1);
            }
            long joins = hour.serverHears.lines().stream().filter(line -> line.endsWith("joined classic")).count();
            long leaves = hour.serverHears.lines().stream().filter(line -> line.contains(" left classic: ")).count();
            assertThat(leaves).isEqualTo(joins).isEqualTo(hour.server.stats().joins());
            assertThat(hour.serverHears.joined()).extracting(Peer::id).doesNotHaveDuplicates();
            assertThat(hour.server.stats().traffic().drops()).doesNotContainKeys(
                    DropReason.INTERNAL_ERROR, DropReason.NOT_UTF8, DropReason.TOO_LARGE, DropReason.LISTENER_BEHIND);
            assertThat(hour.clientsHear.stream().flatMap(hears -> hears.messages().stream()).map(ChatMessage::line))
                    .as("something was heard at all").isNotEmpty();
        }
    }
}
