package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.session.Endurance;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.Test;

/**
 * Clients that come, speak and go in every way there is, in virtual time: a server keeps nothing of them. In full with
 * {@code -Dsession.endurance=full}: 10,000 in an hour.
 */
class ChurnTest {

    private static final int CLIENTS = Endurance.FULL ? 10_000 : 300;
    private static final Duration BETWEEN_ARRIVALS = Duration.ofMillis(360);
    private static final int MOST_STAY_MILLIS = 20_000;
    private static final int MOST_MESSAGES = 4;
    private static final int STRANGER_ONE_IN = 50;
    private static final int STRANGER_PORT = 30_000;
    private static final int FIRST_BYTE_OF_DATA = 0xFC;

    /** Longer than a peer that is silent stays, and a member's CLOSE lingers. */
    private static final Duration UNTIL_ALL_ARE_GONE = Duration.ofSeconds(40);

    private final SplittableRandom random = new SplittableRandom(7);
    private final PriorityQueue<Due> agenda = new PriorityQueue<>(
            Comparator.comparing(Due::at).thenComparing(Due::order));
    private final List<Said> said = new ArrayList<>();
    private int scheduled;
    private int strangers;
    private int mostSessions;

    private record Due(Duration at, int order, Runnable action) {}

    private record Said(String by, int number, CompletableFuture<Delivery> outcome) {}

    @Test
    void whoComesSpeaksAndGoesLeavesNothingBehind() throws Exception {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(7)) {
            ChurningServer server = new ChurningServer(net);
            net.rule(LinkRule.loss(0.02));
            net.rule(LinkRule.jitter(Duration.ofMillis(1), Duration.ofMillis(30)));
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                at(BETWEEN_ARRIVALS.multipliedBy(i), () -> arrives(net, server, "guest" + number));
            }
            while (!agenda.isEmpty()) {
                Due next = agenda.remove();
                net.advance(next.at().compareTo(net.now()) > 0 ? next.at().minus(net.now()) : Duration.ZERO);
                next.action().run();
                mostSessions = Math.max(mostSessions, server.inside().sessionCount());
            }
            Duration length = net.now();
            net.advance(UNTIL_ALL_ARE_GONE);

            assertThat(server.joined()).isEqualTo(CLIENTS - strangers);
            assertThat(server.left().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(server.joined());
            assertThat(server.left()).containsOnlyKeys("Left", "Removed", "TimedOut");
            assertThat(strangers).isPositive();
            assertThat(said).allSatisfy(each -> assertThat(each.outcome()).as("%s", each).isCompleted());
            assertThat(said).filteredOn(each -> each.outcome().join() instanceof Delivery.Relayed)
                    .allSatisfy(each -> assertThat(each.number()).isLessThanOrEqualTo(server.heardOf(each.by())))
                    .hasSizeGreaterThan(said.size() * 3 / 4);
            assertThat(net.openEndpoints()).containsExactly(server.inside().address());
            assertThat(server.inside().instanceCount()).as("clients that may come again").isPositive();
            long datagrams = net.datagramsSent();
            net.advance(Instances.MEMORY);
            assertThat(net.datagramsSent()).as("datagrams when nobody is there").isEqualTo(datagrams);
            server.assertThatNothingIsLeft();
            Endurance.print("%d clients in %s, %d sessions at most; %d gave up, the others %s; %d messages heard, "
                    + "%d datagrams", CLIENTS, length, mostSessions, strangers, server.left(), server.heard(),
                    datagrams);
        }
    }

    private void at(Duration time, Runnable action) {
        agenda.add(new Due(time, scheduled++, action));
    }

    private void arrives(SimulatedNetwork net, ChurningServer server, String name) {
        ChatClientBuilder builder = ChatClient.builder().protocol(Protocol.SESSION).network(net)
                .server(server.inside().address()).name(name);
        if (random.nextInt(STRANGER_ONE_IN) == 0) {
            givesUp(net, builder);
            return;
        }
        Visitor visitor = new Visitor(net, server, builder.connect());
        int stay = random.nextInt(MOST_STAY_MILLIS);
        for (int messages = random.nextInt(MOST_MESSAGES + 1); messages > 0; messages--) {
            at(net.now().plusMillis(random.nextInt(stay + 1)), visitor::speaks);
        }
        at(net.now().plusMillis(stay), visitor::goes);
    }

    /** A handshake that never ends: the server has made a session, and hears nothing on it. */
    private void givesUp(SimulatedNetwork net, ChatClientBuilder builder) {
        strangers++;
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", STRANGER_PORT);
        InstalledRule rule = net.rule((transit, any) -> transit.from().equals(address)
                && Byte.toUnsignedInt(transit.datagram().asByteBuffer().get()) == FIRST_BYTE_OF_DATA
                        ? new Verdict.Drop()
                        : new Verdict.Pass());
        assertThatThrownBy(() -> builder.bind(address).connectTimeout(Duration.ofMillis(800)).connect())
                .isInstanceOf(ConnectFailedException.class);
        rule.remove();
    }

    /** One client from its welcome on. */
    private final class Visitor {

        private final SimulatedNetwork net;
        private final ChurningServer server;
        private final ChatClient client;
        private int spoken;

        Visitor(SimulatedNetwork net, ChurningServer server, ChatClient client) {
            this.net = net;
            this.server = server;
            this.client = client;
        }

        void speaks() {
            spoken++;
            said.add(new Said(client.name(), spoken, client.lobby().send("number " + spoken)));
        }

        /** Most leave as one does. Some have lost their network and leave without a word, and some are sent away. */
        void goes() {
            switch (random.nextInt(10)) {
                case 0, 1 -> {
                    InstalledRule cut = net.rule(LinkRule.partition(client.localAddress()));
                    client.close();
                    cut.remove();
                }
                case 2 -> {
                    server.inside().remove(client.name());
                    at(net.now().plusSeconds(5), client::close);
                }
                default -> client.close();
            }
        }
    }
}
