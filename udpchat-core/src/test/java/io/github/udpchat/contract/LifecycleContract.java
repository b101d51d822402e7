package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.StartFailedException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Start, close, traffic from many, and listeners that misbehave. */
public abstract class LifecycleContract extends StageTest {

    /** The contract. */
    protected LifecycleContract() {}

    @Test
    void everyConcurrentSenderIsHeardByAllOthersInItsOwnOrder() {
        int messages = 50;
        ChatServer server = closing(server().start());
        List<ClientLog> hear = new ArrayList<>();
        List<ChatClient> clients = new ArrayList<>();
        for (String name : List.of("Ana", "Ben", "Cleo", "Dan")) {
            ClientLog hears = new ClientLog();
            hear.add(hears);
            clients.add(closing(client(server, name).listener(hears).connect()));
        }
        stage.eventually(() -> assertThat(server.peers()).hasSize(4));
        stage.together(clients.stream()
                .map(client -> (Runnable) () -> IntStream.range(0, messages)
                        .forEach(i -> client.lobby().send("message " + i)))
                .toArray(Runnable[]::new));
        stage.eventually(() -> assertThat(hear).allSatisfy(log -> assertThat(log.messages()).hasSize(3 * messages)));
        List<String> inOrder = IntStream.range(0, messages).mapToObj(i -> "message " + i).toList();
        for (int listener = 0; listener < clients.size(); listener++) {
            for (int speaker = 0; speaker < clients.size(); speaker++) {
                String name = clients.get(speaker).name();
                List<String> heard = hear.get(listener).messages().stream()
                        .filter(message -> message.author().orElseThrow().equals(name))
                        .map(ChatMessage::line)
                        .toList();
                assertThat(heard).isEqualTo(listener == speaker ? List.of() : inOrder);
            }
        }
    }

    @Test
    void closingReportsEachLeaveAndThenTheEndAndNothingAfterIt() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        registered(server, "Ben");
        server.close();
        closed(server);
        assertThat(log.lines()).containsExactly(
                "Ana joined classic",
                "Ben joined classic",
                "Ana left classic: ServerClosed[]",
                "Ben left classic: ServerClosed[]",
                "closed: ByApplication[]");
        ana.send(server.localAddress(), "anybody?");
        assertThat(server.peers()).isEmpty();
        assertThat(server.remove(log.joined().get(0).id(), "late")).isFalse();
        assertThat(server.stats().traffic().datagramsReceived()).isEqualTo(2);
        assertThat(log.lines()).last().isEqualTo("closed: ByApplication[]");
    }

    @Test
    void interruptedThreadSaysGoodbyeToo() {
        ChatServer server = closing(server().start());
        ChatClient ana = closing(client(server, "Ana").connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        Thread.currentThread().interrupt();
        ana.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left classic: Left[]"));
    }

    @Test
    void closingDuringTrafficEndsAndFreesThePort() {
        ChatServer server = closing(server().start());
        InetSocketAddress address = server.localAddress();
        List<RawPeer> peers = IntStream.range(0, 5).mapToObj(i -> registered(server, "peer" + i)).toList();
        List<Runnable> tasks = new ArrayList<>();
        peers.forEach(peer -> tasks.add(() -> IntStream.range(0, 500).forEach(i -> peer.send(address, "noise"))));
        tasks.add(2, server::close);
        stage.together(tasks.toArray(Runnable[]::new));
        stage.eventually(() -> assertThat(log.lines()).last().isEqualTo("closed: ByApplication[]"));
        closing(server().bind(address).start());
    }

    @Test
    void restartsOnTheSamePortWithNobodyThere() {
        ChatServer first = closing(server().start());
        RawPeer ana = registered(first, "Ana");
        first.close();
        ChatServer second = closing(server().bind(first.localAddress()).start());
        ana.send(second.localAddress(), "Ana again");
        stage.eventually(() -> assertThat(second.peers()).extracting(Peer::name).containsExactly("Ana again"));
        assertThat(second.localAddress()).isEqualTo(first.localAddress());
    }

    @Test
    void busyPortIsOneClearSentence() {
        ChatServer first = closing(server().start());
        Assertions.assertThatThrownBy(() -> server().bind(first.localAddress()).start())
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining(String.valueOf(first.localAddress().getPort()))
                .hasMessageNotContaining("\n");
    }

    @Test
    void listenerMayCloseItsOwnEndpoint() throws InterruptedException {
        AtomicReference<ChatServer> self = new AtomicReference<>();
        AtomicReference<Throwable> waiting = new AtomicReference<>();
        ServerLog closesOnMessage = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                super.onMessage(from, message);
                waiting.set(Assertions.catchThrowable(() -> self.get().awaitClosed()));
                self.get().close();
            }
        };
        self.set(closing(server().listener(closesOnMessage).start()));
        RawPeer ana = closing(new RawPeer(stage.network()));
        ana.send(self.get().localAddress(), "Ana");
        ana.send(self.get().localAddress(), "enough");
        self.get().awaitClosed();
        assertThat(closesOnMessage.lines()).containsExactly(
                "Ana joined classic", "Ana said enough", "Ana left classic: ServerClosed[]", "closed: ByApplication[]");
        assertThat(waiting.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("callback");
    }

    @Test
    void listenerMayCloseAnotherEndpoint() {
        AtomicReference<ChatClient> ben = new AtomicReference<>();
        ServerLog closesBen = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                super.onMessage(from, message);
                ben.get().close();
            }
        };
        ChatServer server = closing(server().listener(closesBen).start());
        ben.set(closing(client(server, "Ben").connect()));
        ChatClient ana = closing(client(server, "Ana").connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
        ana.lobby().send("bye, Ben");
        stage.eventually(() -> assertThat(closesBen.lines()).last().isEqualTo("Ben left classic: Left[]"));
    }

    @Test
    void throwingListenerCostsOnlyTheCallAtHand() {
        ServerLog throwing = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                super.onMessage(from, message);
                if (message.text().equals("boom")) {
                    throw new AssertionError("thrown by the listener");
                }
            }

            @Override
            public void onError(String during, Throwable error) {
                super.onError(during, error);
                throw new IllegalStateException("thrown by onError");
            }
        };
        ChatServer server = closing(server().listener(throwing).start());
        RawPeer ana = closing(new RawPeer(stage.network()));
        RawPeer ben = closing(new RawPeer(stage.network()));
        ben.send(server.localAddress(), "Ben");
        ana.send(server.localAddress(), "Ana");
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
        ana.send(server.localAddress(), "boom");
        ana.send(server.localAddress(), "fine");
        stage.eventually(() -> assertThat(ben.received()).containsExactly("boom", "fine"));
        stage.eventually(() -> assertThat(throwing.lines()).contains("Ana said fine", "error in onMessage"));
        assertThat(throwing.errors()).singleElement().isInstanceOf(AssertionError.class);
    }

    @Test
    void statsCountWhatWentThrough() {
        ChatServer server = closing(server().start());
        RawPeer ana = registered(server, "Ana");
        RawPeer ben = registered(server, "Ben");
        RawPeer cleo = registered(server, "Cleo");
        ana.send(server.localAddress(), "12345");
        server.room(RoomId.CLASSIC).send("x");
        ana.send(server.localAddress(), new byte[0]);
        stage.eventually(() -> {
            assertThat(ben.received()).hasSize(2);
            assertThat(cleo.received()).hasSize(2);
            assertThat(server.stats().traffic().drops(DropReason.EMPTY)).isEqualTo(1);
        });
        assertThat(server.stats().peers()).isEqualTo(3);
        assertThat(server.stats().joins()).isEqualTo(3);
        assertThat(server.stats().waiting()).isZero();
        assertThat(server.stats().messagesRelayed()).isEqualTo(2);
        assertThat(server.stats().traffic().datagramsReceived()).isEqualTo(5);
        assertThat(server.stats().traffic().bytesReceived()).isEqualTo(3 + 3 + 4 + 5);
        assertThat(server.stats().traffic().datagramsSent()).isEqualTo(2 + 3);
        assertThat(server.stats().traffic().bytesSent()).isEqualTo(2 * 5 + 3 * "[server]->x".length());
        assertThat(server.stats().traffic().drops()).containsOnlyKeys(DropReason.EMPTY);
    }
}
