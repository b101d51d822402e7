package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on a stage: has a server's listener, makes servers, clients and raw peers, and closes them in the end. */
public abstract class StageTest {

    /** The stage. */
    protected Stage stage;

    /** The listener of the servers that {@link #server()} makes. */
    protected final ServerLog log = new ServerLog();

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    /** A test on a stage. */
    protected StageTest() {}

    /** {@return a new stage} */
    protected abstract Stage newStage();

    @BeforeEach
    void setTheStage() {
        stage = newStage();
    }

    @AfterEach
    void clearTheStage() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
        stage.close();
    }

    /** Has something closed after the test. */
    protected <T extends AutoCloseable> T closing(T resource) {
        toClose.push(resource);
        return resource;
    }

    /** Closes a server, and waits until its listener has heard all: {@code close} alone does not wait for long. */
    protected static void closed(ChatServer server) {
        server.close();
        waitFor(server::awaitClosed);
    }

    /** The same for a client. */
    protected static void closed(ChatClient client) {
        client.close();
        waitFor(client::awaitClosed);
    }

    private interface End {

        void await() throws InterruptedException;
    }

    private static void waitFor(End end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return a builder of a classic server at a free port of the loopback address, where all may speak as fast as they can} */
    protected ChatServerBuilder server() {
        return ChatServer.builder()
                .protocol(Protocol.CLASSIC)
                .network(stage.network())
                .bind("127.0.0.1", 0)
                .rateLimits(RateLimits.none())
                .listener(log);
    }

    /** {@return a builder of a classic client of a server} */
    protected ChatClientBuilder client(ChatServer server, String name) {
        return ChatClient.builder()
                .protocol(Protocol.CLASSIC)
                .network(stage.network())
                .server(server.localAddress())
                .name(name);
    }

    /** {@return a raw peer that has registered under a name} */
    protected RawPeer registered(ChatServer server, String name) {
        RawPeer peer = closing(new RawPeer(stage.network()));
        peer.send(server.localAddress(), name);
        stage.eventually(() -> assertThat(log.lines()).contains(name + " joined classic"));
        return peer;
    }
}
