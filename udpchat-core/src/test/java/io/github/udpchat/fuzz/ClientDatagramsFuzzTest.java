package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;

/**
 * Datagrams from anybody to a client, however far it has come. The input is a script of datagrams and time; genuine datagrams
 * of the server are among them, changed in some bytes.
 */
class ClientDatagramsFuzzTest {

    private static final Duration LONGEST_STEP = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @FuzzTest
    void nothingButTheServerEndsOrKeepsAClient(byte[] bytes) {
        FuzzInput script = new FuzzInput(bytes);
        ClientWorld.Stage stage = ClientWorld.Stage.values()[script.next(ClientWorld.Stage.values().length)];
        ClientWorld world = new ClientWorld(stage);
        Duration passed = Duration.ZERO;
        while (script.hasMore()) {
            int kind = script.next(8);
            if (kind == 7) {
                Duration step = Duration.ofMillis(script.nextTwo() % LONGEST_STEP.toMillis());
                passed = passed.plus(step);
                if (passed.compareTo(LONGEST) < 0) {
                    world.passes(step);
                }
            } else {
                boolean stranger = kind == 0;
                arrives(world, stranger ? ClientWorld.STRANGER : ClientWorld.SERVER, datagram(world, kind, script));
            }
        }
        isServed(world);
    }

    private static byte[] datagram(ClientWorld world, int kind, FuzzInput script) {
        TestServer server = world.server;
        return switch (kind) {
            case 2 -> changed(server.hasHello() ? server.retry() : new byte[0], script);
            case 3 -> changed(server.hasInit() ? server.accept() : new byte[0], script);
            case 4 -> changed(server.hasHello() ? server.version() : new byte[0], script);
            case 5 -> changed(server.session() == null ? new byte[0] : server.reset(), script);
            case 6 -> changed(server.session() == null ? new byte[0]
                    : server.session().sealed(server.session().acknowledgement()), script);
            default -> script.piece();
        };
    }

    private static byte[] changed(byte[] genuine, FuzzInput script) {
        if (genuine.length > 0) {
            script.patch(genuine);
        }
        return genuine;
    }

    private static void arrives(ClientWorld world, InetSocketAddress from, byte[] datagram) {
        if (world.server.session() != null && Arrays.equals(datagram, world.server.reset())) {
            return;
        }
        int events = world.drain.events.size();
        world.arrives(from, datagram);
        assertThat(world.drain.drops).hasSizeLessThanOrEqualTo(1);
        assertThat(world.drain.drops).doesNotContain(DropReason.PROTOCOL_VIOLATION, DropReason.INTERNAL_ERROR);
        assertThat(world.drain.events).as("what the application hears").hasSize(events);
        if (from.equals(ClientWorld.STRANGER)) {
            assertThat(world.drain.drops).containsExactly(DropReason.NOT_FROM_SERVER);
        }
    }

    /** Whatever came, the client becomes a member once the server answers, and is heard. */
    private static void isServed(ClientWorld world) {
        world.serverAnswers(Duration.ofSeconds(20), world.connected);
        assertThat(world.connected).isCompletedWithValueMatching(ConnectionState.Connected.class::isInstance);
        assertThat(world.states()).hasSize(1);
        CompletableFuture<Delivery> said = world.says(10);
        world.serverAnswers(Duration.ofSeconds(10), said);
        assertThat(said).isCompletedWithValueMatching(Delivery.Relayed.class::isInstance);
        world.closes();
    }
}
