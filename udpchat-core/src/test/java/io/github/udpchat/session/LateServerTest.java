package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that are there before their server, over real sockets. In full with {@code -Dsession.endurance=full}: 30 s before.
 */
@Timeout(180)
class LateServerTest {

    private static final int CLIENTS = 20;
    private static final Duration ABSENCE = Duration.ofSeconds(Endurance.FULL ? 30 : 3);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);

    /** HELLO is repeated so often: PROTOCOL.md, section 2.2. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** For the handshake itself, and for a machine that does other things beside; in a build those may be many. */
    private static final Duration SLACK = Endurance.FULL ? Duration.ofMillis(500) : Duration.ofSeconds(5);

    /** One client, and when it was let in. */
    private record Arrived(ChatClient client, long at) {}

    @Test
    void twentyClientsThatWaitForAServerAreInWithinTwoSecondsOfItsStart() throws Exception {
        InetSocketAddress address = QuietPort.next();
        ServerLog log = new ServerLog();
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Arrived>> connecting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "client" + i;
                connecting.add(threads.submit(() -> new Arrived(connect(address, name), System.nanoTime())));
            }
            Future<ChatServer> starting = timer.schedule(() -> {
                assertThat(connecting).as("without a server").noneMatch(Future::isDone);
                return ChatServer.builder().protocol(Protocol.SESSION).bind(address).listener(log).start();
            }, ABSENCE.toMillis(), TimeUnit.MILLISECONDS);
            try (ChatServer server = starting.get()) {
                long start = System.nanoTime();
                long last = start;
                for (Future<Arrived> each : connecting) {
                    Arrived arrived = each.get();
                    last = Math.max(last, arrived.at());
                    arrived.client().close();
                }
                Duration took = Duration.ofNanos(last - start);
                Endurance.print("%d clients, %s before their server: all in %s after its start", CLIENTS, ABSENCE,
                        took);
                assertThat(took).isLessThan(LIMIT.plus(SLACK));
                await().untilAsserted(() -> assertThat(log.joined()).hasSize(CLIENTS));
                assertThat(server.stats().joins()).isEqualTo(CLIENTS);
            }
        }
    }

    private static ChatClient connect(InetSocketAddress server, String name) {
        return ChatClient.builder().protocol(Protocol.SESSION).server(server).name(name)
                .connectTimeout(CONNECT_TIMEOUT).connect();
    }
}
