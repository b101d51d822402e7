package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients whose address changes: PROTOCOL.md, section 2.12. */
class RoamingTest {

    private static final int SEEDS = Integer.getInteger("sim.seeds", 10);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.1})
    void nothingIsLostWhilePortsChangeEveryFiveSeconds(double loss) {
        nothingIsLostWhile((net, client, second) -> net.rebind(client.localAddress()), loss);
    }

    /** Each time nothing is known of the path any more: RTT, congestion window and pacing begin anew. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.02, 0.1})
    void nothingIsLostWhileHostsChangeEveryFiveSeconds(double loss) {
        nothingIsLostWhile((net, client, second) -> net.rebind(client.localAddress(), host(second)), loss);
    }

    private interface AddressChange {

        void change(SimulatedNetwork net, ChatClient client, int second);
    }

    private static InetAddress host(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /** Where no datagram is lost, one of them is silent, and found again by what says that it lives. */
    private static void nothingIsLostWhile(AddressChange addresses, double loss) {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (SimulatedNetwork net = SimulatedNetwork.seeded(seed)) {
                ServerLog log = new ServerLog();
                ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(net).listener(log).start();
                ClientLog heard = new ClientLog();
                ChatClient ana = join(net, server.localAddress(), "Ana", new ClientLog());
                ChatClient ben = join(net, server.localAddress(), "Ben", heard);
                net.rule(LinkRule.loss(loss));
                net.rule(LinkRule.jitter(Duration.ofMillis(1), Duration.ofMillis(40)));
                List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
                for (int second = 0; second < 120; second++) {
                    if (second % 5 == 4) {
                        addresses.change(net, ana, second);
                        addresses.change(net, ben, second);
                    }
                    for (int i = 0; i < 3; i++) {
                        outcomes.add(ana.lobby().send("line " + outcomes.size()));
                    }
                    if (loss > 0) {
                        ben.lobby().send("I am here");
                    }
                    net.advance(Duration.ofSeconds(1));
                }
                boolean all = net.advanceUntil(() -> outcomes.stream().allMatch(CompletableFuture::isDone)
                        && heard.texts().size() == outcomes.size(), Duration.ofMinutes(5));
                assertThat(heard.texts()).as("seed %s, loss %s", seed, loss)
                        .isEqualTo(IntStream.range(0, outcomes.size()).mapToObj(i -> "line " + i).toList());
                assertThat(all).isTrue();
                assertThat(log.lines().stream().filter(line -> line.contains("left"))).as("the room sees nothing")
                        .isEmpty();
            }
        }
    }

    private static ChatClient join(SimulatedNetwork net, InetSocketAddress server, String name, ClientLog log) {
        return ChatClient.builder().protocol(Protocol.SESSION).network(net).server(server).name(name).listener(log)
                .connect();
    }

    /**
     * Somebody on the way copies the client's packets and is faster with them. He gets a challenge, and nothing else: the client is
     * still where it was.
     */
    @Test
    void copiesFromAThirdAddressBringItNothing() throws Exception {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(3)) {
            ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(net).start();
            ClientLog heard = new ClientLog();
            ChatClient ana = join(net, server.localAddress(), "Ana", heard);
            ChatClient ben = join(net, server.localAddress(), "Ben", new ClientLog());
            DatagramTransport thief = net.open(new Binding(new InetSocketAddress("127.0.0.1", 0), 1_500, "thief"));
            List<Integer> stolen = new ArrayList<>();
            thief.start((from, datagram) -> stolen.add(datagram.remaining()));
            Set<Payload> copied = new LinkedHashSet<>();
            net.rule((transit, random) -> {
                if (transit.from().equals(ana.localAddress()) && copied.add(transit.datagram())) {
                    thief.send(server.localAddress(), transit.datagram().asByteBuffer());
                    return new Verdict.Delay(Duration.ofMillis(20));
                }
                return new Verdict.Pass();
            });
            List<String> said = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                said.add("line " + i);
                ben.lobby().send("line " + i);
                ana.lobby().send("and I");
                net.advance(Duration.ofMillis(500));
            }
            net.advance(Duration.ofSeconds(5));
            assertThat(heard.texts()).isEqualTo(said);
            assertThat(stolen).as("challenges, each 43 bytes").isNotEmpty().allMatch(bytes -> bytes == 43);
            assertThat(server.peers()).hasSize(2);
        }
    }
}
