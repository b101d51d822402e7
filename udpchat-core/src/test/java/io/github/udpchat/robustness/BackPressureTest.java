package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.network.LoopbackNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On the session protocol whoever is slow to take slows those who send, and nothing is lost: PROTOCOL.md, section 2.9. */
@Timeout(30)
class BackPressureTest extends StageTest {

    /** So many messages of a channel may come before any is taken. */
    private static final int CREDIT = 64;

    /** So many messages wait for a peer or are under way to it at most. */
    private static final int QUEUE = 512;

    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    protected Stage newStage() {
        return new RealStage(LoopbackNetwork.create());
    }

    @AfterEach
    void release() {
        released.countDown();
    }

    private void block() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ChatClient join(ChatServer server, String name, ClientLog log) {
        return closing(ChatClient.builder().protocol(Protocol.SESSION).network(stage.network())
                .server(server.localAddress()).name(name).listener(log).connect());
    }

    private static List<CompletableFuture<Delivery>> speak(ChatClient client, int from, int to) {
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            outcomes.add(client.lobby().send("line " + i));
        }
        return outcomes;
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i).toList();
    }

    @Test
    void aBlockedListenerOfAServerHoldsUpItsClientsAndMissesNothing() {
        ServerLog slow = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                block();
                super.onMessage(from, message);
            }
        };
        ChatServer server = closing(
                ChatServer.builder().rateLimits(RateLimits.none()).protocol(Protocol.SESSION).network(stage.network())
                        .bind("127.0.0.1", 0).listener(slow).start());
        ClientLog heard = new ClientLog();
        ChatClient ana = join(server, "Ana", new ClientLog());
        join(server, "Ben", heard);
        List<CompletableFuture<Delivery>> outcomes = speak(ana, 0, QUEUE);
        stage.eventually(() -> assertThat(heard.texts()).isEqualTo(lines(0, CREDIT)));
        assertThat(outcomes.get(CREDIT)).as("beyond the credit").isNotDone();
        assertThat(server.stats().messagesRelayed()).isEqualTo(CREDIT);
        released.countDown();
        stage.eventually(() -> assertThat(heard.texts()).isEqualTo(lines(0, QUEUE)));
        stage.eventually(() -> assertThat(outcomes).allSatisfy(
                outcome -> assertThat(outcome).isCompletedWithValueMatching(Delivery.Relayed.class::isInstance)));
        stage.eventually(() -> assertThat(slow.lines()).contains("Ana said line " + (QUEUE - 1)));
        assertThat(slow.lines().stream().filter(line -> line.startsWith("Ana said"))).hasSize(QUEUE);
        assertThat(server.stats().traffic().drops()).isEmpty();
    }

    @Test
    void aBlockedListenerOfAClientMissesNothingThatFitsItsQueueAtTheServer() {
        ChatServer server = closing(
                ChatServer.builder().rateLimits(RateLimits.none()).protocol(Protocol.SESSION).network(stage.network())
                        .bind("127.0.0.1", 0).start());
        ClientLog slow = blockingLog();
        join(server, "Ben", slow);
        ChatClient ana = join(server, "Ana", new ClientLog());
        List<CompletableFuture<Delivery>> outcomes = speak(ana, 0, QUEUE);
        stage.eventually(() -> assertThat(outcomes).allMatch(CompletableFuture::isDone));
        released.countDown();
        stage.eventually(() -> assertThat(slow.texts()).isEqualTo(lines(0, QUEUE)));
        assertThat(server.stats().traffic().drops()).isEmpty();
    }

    @Test
    void whereTheQueueIsFullTheOldestThatWereNotSentGo() {
        ChatServer server = closing(
                ChatServer.builder().rateLimits(RateLimits.none()).protocol(Protocol.SESSION).network(stage.network())
                        .bind("127.0.0.1", 0).start());
        ClientLog slow = blockingLog();
        ClientLog quick = new ClientLog();
        join(server, "Ben", slow);
        join(server, "Cleo", quick);
        ChatClient ana = join(server, "Ana", new ClientLog());
        // In steps, so that the quick one is never behind.
        for (int from = 0; from < 800; from += 50) {
            int to = from + 50;
            speak(ana, from, to);
            stage.eventually(() -> assertThat(quick.texts()).hasSize(to));
        }
        released.countDown();
        stage.eventually(() -> assertThat(slow.texts()).endsWith("line 799"));
        // What is under way and not acknowledged yet is part of the queue.
        int kept = slow.texts().size() - CREDIT;
        assertThat(kept).isBetween(QUEUE - CREDIT, QUEUE);
        List<String> expected = new ArrayList<>(lines(0, CREDIT));
        expected.addAll(lines(800 - kept, 800));
        assertThat(slow.texts()).isEqualTo(expected);
        assertThat(server.stats().traffic().drops())
                .isEqualTo(Map.of(DropReason.PEER_BEHIND, 800L - CREDIT - kept));
        stage.eventually(() -> assertThat(quick.texts()).isEqualTo(lines(0, 800)));
    }

    private ClientLog blockingLog() {
        return new ClientLog() {
            @Override
            public void onMessage(ChatMessage message) {
                block();
                super.onMessage(message);
            }
        };
    }
}
