package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.contract.Onlooker;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who is there, over links that lose packets and sessions: PROTOCOL.md, sections 2.13 and 2.15. More of it with
 * {@code -Dsim.seeds=500}.
 */
class PresenceOverSessionsTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5_000);
    private static final RoomId DEV = new RoomId("dev");

    /** Idle timeout, grace, and 5 s. */
    private static final Duration CONVERGENCE = Duration.ofSeconds(30 + 15 + 5);

    private final List<Somebody> all = new ArrayList<>();
    private SimulatedNetwork net = SimulatedNetwork.seeded(3);
    private final Identity identity = Identity.of(new byte[32]);
    private ChatServer server;

    private final class Somebody {

        private final Onlooker hears = new Onlooker();
        private final ChatClient client;
        private boolean inDev;
        private Room dev;

        Somebody(String name, ReconnectPolicy policy) {
            client = ChatClient.builder().network(net).server(SERVER).name(name).listener(hears).reconnect(policy)
                    .connect();
            all.add(this);
        }

        Somebody(String name) {
            this(name, ReconnectPolicy.defaults());
        }
    }

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private void start() {
        server = ChatServer.builder().network(net).bind(SERVER).identity(identity).start();
    }

    private void passes(long millis) {
        net.advance(Duration.ofMillis(millis));
    }

    private InstalledRule down(ChatClient client) {
        return net.rule(LinkRule.partition(client.localAddress()));
    }

    @Test
    void aPhoneThatIsBackWithinTheGraceIsNeverSeenGoing() {
        start();
        Somebody ana = new Somebody("Ana");
        Somebody phone = new Somebody("Phone", new ReconnectPolicy(
                Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(5)));
        ana.client.join("dev");
        phone.client.join("dev");
        passes(2_000);
        List<String> before = List.copyOf(ana.hears.presence());
        PeerId id = ana.hears.in(DEV).getLast().id();
        InstalledRule lost = down(phone.client);
        assertThat(net.advanceUntil(() -> server.peers().size() == 1, Duration.ofSeconds(60))).isTrue();
        passes(10_000);
        lost.remove();
        passes(60_000);
        assertThat(server.peers()).hasSize(2);
        assertThat(ana.hears.presence()).isEqualTo(before);
        phone.client.lobby().send("here again");
        passes(1_000);
        assertThat(ana.hears.messages()).last().satisfies(message -> assertThat(message.authorId()).contains(id));
        assertThat(phone.hears.presence()).as("a list for each room and session").hasSize(4);
    }

    @Test
    void aPhoneThatIsBackTooLateWasGone() {
        start();
        Somebody ana = new Somebody("Ana");
        Somebody phone = new Somebody("Phone");
        passes(1_000);
        InstalledRule lost = down(phone.client);
        assertThat(net.advanceUntil(() -> server.peers().size() == 1, Duration.ofSeconds(60))).isTrue();
        passes(14_900);
        assertThat(ana.hears.presence()).hasSize(2);
        passes(500);
        assertThat(ana.hears.presence()).last().isEqualTo("lobby: Phone departed");
        lost.remove();
        passes(60_000);
        assertThat(ana.hears.presence()).last().isEqualTo("lobby: Phone arrived");
    }

    @Test
    void whileASessionIsLostTheOldListStays() {
        start();
        Somebody ana = new Somebody("Ana");
        Somebody ben = new Somebody("Ben");
        passes(1_000);
        InstalledRule lost = down(ana.client);
        passes(20_000);
        ben.client.close();
        passes(20_000);
        assertThat(ana.client.lobby().presence().participants()).extracting(Participant::name)
                .containsExactly("Ana", "Ben");
        assertThat(ana.client.lobby().presence().complete()).isFalse();
        lost.remove();
        passes(60_000);
        assertThat(ana.hears.presence()).containsExactly(
                "lobby: listed [Ana]", "lobby: Ben arrived", "lobby: listed [Ana]");
        assertThat(ana.client.lobby().presence().complete()).isTrue();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("sim.seeds", 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void afterTheHealingAllKnowAgainWhoIsThere(long seed) {
        net.close();
        net = SimulatedNetwork.seeded(seed);
        SplittableRandom random = new SplittableRandom(seed);
        start();
        for (int i = 0; i < 6; i++) {
            new Somebody("client " + i);
        }
        List<InstalledRule> faults = new ArrayList<>();
        faults.add(net.rule(LinkRule.loss(0.3 * random.nextDouble())));
        faults.add(net.rule(LinkRule.jitter(Duration.ofMillis(1), Duration.ofMillis(1 + random.nextInt(200)))));
        for (int second = 0; second < 120; second++) {
            Somebody one = all.get(random.nextInt(all.size()));
            switch (random.nextInt(12)) {
                case 0, 1 -> enters(one);
                case 2 -> leaves(one);
                case 3 -> replaced(one, second);
                case 4 -> renamed(random, second);
                case 5 -> faults.add(down(one.client));
                case 6 -> faults.removeLast().remove();
                case 7 -> net.rebind(one.client.localAddress());
                default -> one.client.lobby().send("hello");
            }
            if (faults.isEmpty()) {
                faults.add(net.rule(LinkRule.loss(0.1)));
            }
            if (second == 60 && random.nextBoolean()) {
                net.crash(SERVER);
                server.close();
                passes(random.nextInt(20_000));
                start();
            }
            passes(1_000);
        }
        faults.forEach(InstalledRule::remove);
        net.advance(CONVERGENCE);
        allKnowTheTruth(seed);
    }

    private void enters(Somebody one) {
        one.client.joinAsync(DEV.name(), message -> {
        }).thenAccept(room -> one.dev = room);
        one.inDev = true;
    }

    private void leaves(Somebody one) {
        if (one.inDev && one.dev != null) {
            one.client.leave(one.dev);
            one.inDev = false;
            one.dev = null;
        }
    }

    /** A program ends without a word, or with one, and another one comes under another name. */
    private void replaced(Somebody one, int second) {
        one.client.close();
        all.remove(one);
        try {
            new Somebody("client of " + second);
        } catch (ConnectFailedException notNow) {
            // It does not come.
        }
    }

    private void renamed(SplittableRandom random, int second) {
        List<Peer> peers = server.peers();
        if (!peers.isEmpty()) {
            server.rename(peers.get(random.nextInt(peers.size())).id(), "renamed " + second);
        }
    }

    private void allKnowTheTruth(long seed) {
        assertThat(server.peers()).as("seed %s", seed).hasSameSizeAs(all);
        for (RoomId room : List.of(RoomId.LOBBY, DEV)) {
            List<Participant> truth = server.room(room).presence().participants();
            assertThat(truth).as("seed %s: %s", seed, room).hasSize(
                    (int) all.stream().filter(one -> room.equals(RoomId.LOBBY) || one.inDev).count());
            for (Somebody one : all) {
                if (room.equals(RoomId.LOBBY) || one.inDev) {
                    Room seen = room.equals(RoomId.LOBBY) ? one.client.lobby() : one.dev;
                    assertThat(seen.presence().participants()).as("seed %s: %s sees", seed, one.client)
                            .containsExactlyInAnyOrderElementsOf(truth);
                    assertThat(seen.presence().complete()).isTrue();
                    assertThat(one.hears.in(room)).as("seed %s: %s heard", seed, one.client)
                            .containsExactlyInAnyOrderElementsOf(truth);
                }
            }
        }
        assertThat(all).allSatisfy(one -> assertThat(one.hears.faults()).as("seed %s", seed).isEmpty());
    }
}
