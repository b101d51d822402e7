package io.github.udpchat.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;

/**
 * A client that lives longer than its server, and knows all that it has said. One thread lets it speak; its listener runs on its
 * events thread.
 */
final class Survivor implements ChatClientListener, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(60);
    private static final String PADDING = ".".repeat(200);

    private final List<Said> said = new CopyOnWriteArrayList<>();
    private final List<Long> connectedAt = new CopyOnWriteArrayList<>();
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> newest = new HashMap<>();
    private final ChatClient client;

    /** What was said, and when and how it ended: the time is that of {@link System#nanoTime}. */
    record Said(String by, int number, CompletableFuture<Outcome> end) {

        boolean isOpen() {
            return !end.isDone();
        }

        @Override
        public String toString() {
            return by + " " + number;
        }
    }

    record Outcome(Delivery delivery, long at) {}

    Survivor(InetSocketAddress server, String name) {
        client = ChatClient.builder().protocol(Protocol.SESSION).server(server).name(name).listener(this)
                .connectTimeout(CONNECT_TIMEOUT).connect();
    }

    void speaks() {
        int number = said.size();
        said.add(new Said(name(), number, client.lobby().send(number + PADDING)
                .thenApply(delivery -> new Outcome(delivery, System.nanoTime()))));
    }

    @Override
    public void onMessage(ChatMessage message) {
        String author = message.author().orElse("nobody");
        int number = Integer.parseInt(message.line().substring(0, message.line().indexOf('.')));
        Integer before = newest.put(author, number);
        if (before != null && before >= number) {
            violations.add(name() + " heard " + author + " say " + number + " after " + before);
        }
    }

    @Override
    public void onConnection(ConnectionState state) {
        if (state instanceof ConnectionState.Connected) {
            connectedAt.add(System.nanoTime());
        }
        states.add(state);
    }

    String name() {
        return client.name();
    }

    List<Said> said() {
        return said;
    }

    boolean isWaitingForAnOutcome() {
        return said.stream().anyMatch(Said::isOpen);
    }

    /** {@return when it was let in, each time} */
    List<Long> connectedAt() {
        return connectedAt;
    }

    List<ConnectionState> states() {
        return states;
    }

    /** {@return what it heard twice or out of order} */
    List<String> violations() {
        return violations;
    }

    @Override
    public void close() {
        client.close();
    }
}
