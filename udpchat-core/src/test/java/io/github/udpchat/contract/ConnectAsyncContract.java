package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import org.junit.jupiter.api.Test;

/** Clients that join without a thread that waits. */
public abstract class ConnectAsyncContract extends StageTest {

    /** The contract. */
    protected ConnectAsyncContract() {}

    private ChatClientBuilder sessionClient(ChatServer server, String name) {
        return client(server, name).protocol(Protocol.SESSION);
    }

    private static ConnectFailedException failure(CompletableFuture<ChatClient> connecting) {
        return (ConnectFailedException) connecting.handle((client, failure) -> failure).thenApply(
                failure -> failure instanceof CompletionException ? failure.getCause() : failure).join();
    }

    @Test
    void theFutureHasTheClientWhenItIsAMember() {
        ChatServer server = closing(server().protocol(Protocol.SESSION)
                .admit(request -> Admission.accept(request.name() + "!")).start());
        CompletableFuture<Delivery> said = sessionClient(server, "Ana").connectAsync().thenCompose(client -> {
            assertThat(closing(client).name()).isEqualTo("Ana!");
            return client.lobby().send("hello");
        });
        assertThat(said.join()).isInstanceOf(Delivery.Relayed.class);
        assertThat(server.peers()).hasSize(1);
    }

    @Test
    void manyJoinSideBySide() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        List<CompletableFuture<ChatClient>> all = IntStream.range(0, 20)
                .mapToObj(i -> sessionClient(server, "Guest" + i).connectAsync()).toList();
        assertThat(all).allSatisfy(one -> assertThat(closing(one.join()).serverAddress()).isNotNull());
        assertThat(server.peers()).hasSize(20);
    }

    @Test
    void whoIsNotLetInIsClosedAndTold() {
        ChatServer server = closing(
                server().protocol(Protocol.SESSION).admit(request -> Admission.reject("no")).start());
        ClientLog hears = new ClientLog();
        ConnectFailedException refused = failure(sessionClient(server, "Ana").listener(hears).connectAsync());
        assertThat(refused.reason()).isEqualTo(new DisconnectReason.Refused(DropReason.ADMISSION_REJECTED, "no"));
        stage.eventually(() -> assertThat(hears.closed()).hasSize(1));
    }

    @Test
    void whoGetsNoAnswerInTimeIsClosedToo() {
        ChatServer gone = server().protocol(Protocol.SESSION).start();
        gone.close();
        ClientLog hears = new ClientLog();
        ConnectFailedException late = failure(sessionClient(gone, "Ana").listener(hears)
                .connectTimeout(Duration.ofMillis(100)).connectAsync());
        assertThat(late.reason()).isInstanceOf(DisconnectReason.TimedOut.class);
        stage.eventually(() -> assertThat(hears.closed()).hasSize(1));
    }

    @Test
    void whoCancelsTheFutureClosesTheClient() {
        ChatServer gone = server().protocol(Protocol.SESSION).start();
        gone.close();
        ClientLog hears = new ClientLog();
        CompletableFuture<ChatClient> connecting = sessionClient(gone, "Ana").listener(hears).connectAsync();
        assertThat(connecting.cancel(true)).isTrue();
        stage.eventually(() -> assertThat(hears.closed()).hasSize(1));
    }

    @Test
    void onClassicThereIsNothingToWaitFor() {
        ChatServer server = closing(server().start());
        CompletableFuture<ChatClient> connecting = client(server, "Ana").connectAsync();
        assertThat(connecting).isCompleted();
        closing(connecting.join());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        assertThat(connecting.thenCompose(client -> server.drain(Duration.ZERO)).join())
                .as("waited for as the stage waits")
                .isTrue();
    }

    @Test
    void whatIsWrongInTheCallIsAnExceptionAtOnce() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        assertThatThrownBy(() -> sessionClient(server, "tab\t").connectAsync())
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("name");
        assertThatThrownBy(() -> sessionClient(server, "Ana").server(new InetSocketAddress("192.0.2.1", 5_000))
                .connectAsync()).isInstanceOf(IllegalStateException.class).hasMessageContaining("trust");
    }
}
