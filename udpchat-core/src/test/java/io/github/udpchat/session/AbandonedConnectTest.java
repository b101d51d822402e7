package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Futures of {@code connectAsync} that somebody ends otherwise. */
class AbandonedConnectTest {

    private static final InetSocketAddress LOCAL = new InetSocketAddress("127.0.0.9", 6_000);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(3);
    private final ServerLog log = new ServerLog();
    private final ClientLog hears = new ClientLog();

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatClientBuilder client() {
        return ChatClient.builder().network(net).bind(LOCAL).name("Ana").listener(hears);
    }

    private ChatServer startServer() {
        return ChatServer.builder().network(net).listener(log).start();
    }

    static Stream<Consumer<CompletableFuture<ChatClient>>> ends() {
        return Stream.of(
                future -> future.cancel(false),
                // As orTimeout and completeOnTimeout do.
                future -> future.completeExceptionally(new TimeoutException()),
                future -> future.complete(null));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void nobodyHasTheClientSoItIsClosedBeforeAnybodyHearsOfThat(Consumer<CompletableFuture<ChatClient>> end) {
        startServer();
        CompletableFuture<ChatClient> future = client().connectAsync();
        CompletableFuture<ChatClient> next = future.handle((none, failure) -> client().connectAsync())
                .thenCompose(again -> again);
        end.accept(future);
        assertThat(hears.closed()).as("ends of the first client").hasSize(1);
        assertThat(next.join().localAddress()).as("free again").isEqualTo(LOCAL);
        net.advance(SOON);
        assertThat(log.lines()).containsExactly("Ana joined lobby");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void whoIsLetInAlreadyStays(Consumer<CompletableFuture<ChatClient>> end) {
        ChatServer server = startServer();
        CompletableFuture<ChatClient> future = client().connectAsync();
        ChatClient ana = future.join();
        end.accept(future);
        assertThat(future.join()).isSameAs(ana);
        net.advance(SOON);
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void aFailureFreesTheAddressBeforeAnybodyHearsOfIt() {
        ChatClientBuilder client = client().connectTimeout(Duration.ofSeconds(1));
        CompletableFuture<ChatClient> second = client.connectAsync()
                .exceptionallyCompose(failure -> client.connectAsync());
        net.advance(Duration.ofMillis(1_500));
        startServer();
        net.advance(SOON);
        assertThat(second).isCompleted();
    }
}
