package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How fast one may speak, in virtual time: PROTOCOL.md, section 2.15. Nothing on these links takes any time. */
class RateLimitsTest {

    private final SimulatedNetwork net = SimulatedNetwork.seeded(1);
    private final ServerLog log = new ServerLog();
    private final ChatServer server = server().start();

    /** When which message of whom was heard, in milliseconds from the start of the saying. */
    private final List<Heard> heard = new ArrayList<>();
    private long begin;

    private record Heard(String author, int bytes, String text, long atMillis) {}

    private ChatServerBuilder server() {
        return ChatServer.builder().network(net).bind("10.0.0.1", 0).identity(Identity.of(new byte[32])).maxPeers(1_000)
                .listener(log).admit(request -> Admission.accept(request.name(),
                        request.name().equals("Mod") ? Role.MODERATOR : Role.MEMBER));
    }

    @AfterEach
    void close() {
        net.close();
    }

    private ChatClient join(ChatServer where, String host, String name, ChatClientListener listener) {
        return ChatClient.builder().network(net).bind(host, 0).server(where.localAddress()).trust(Trust.any())
                .name(name).listener(listener).connect();
    }

    private ChatClient join(String host, String name) {
        return join(server, host, name, any -> {
        });
    }

    private void listens(ChatServer where) {
        join(where, "10.0.9.9", "Zoe", new ChatClientListener() {
            @Override
            public void onMessage(ChatMessage message) {
                heard.add(new Heard(message.author().orElseThrow(), message.content().size(),
                        message.text().substring(0, Math.min(10, message.text().length())),
                        (net.host().nanoTime() - begin) / 1_000_000));
            }
        });
        net.advance(Duration.ofSeconds(1));
        begin = net.host().nanoTime();
    }

    private static List<CompletableFuture<Delivery>> says(ChatClient client, int messages) {
        return IntStream.range(0, messages).mapToObj(i -> client.lobby().send("line " + i)).toList();
    }

    private List<Heard> heardOf(String author) {
        return heard.stream().filter(message -> message.author().equals(author)).toList();
    }

    @Test
    void whoSaysTwoHundredLinesAtOnceIsHeardWhollyAndInOrderAtTheRate() {
        ChatClient ana = join("10.0.0.2", "Ana");
        ChatClient ben = join("10.0.0.3", "Ben");
        listens(server);
        List<CompletableFuture<Delivery>> outcomes = says(ana, 200);
        says(ben, 20);
        net.advance(Duration.ofSeconds(30));
        List<Heard> ofAna = heardOf("Ana");
        assertThat(ofAna).extracting(Heard::text)
                .isEqualTo(IntStream.range(0, 200).mapToObj(i -> "line " + i).toList());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
        // 64 may be on their way, and of 20 the credit comes back at once; from then on each waits for that of the 64th before it.
        assertThat(ofAna.get(83).atMillis()).isLessThan(100);
        for (int i = 84; i < 200; i++) {
            assertThat(ofAna.get(i).atMillis()).as("message %s", i).isBetween(100L * (i - 83), 100L * (i - 83) + 40);
        }
        assertThat(heardOf("Ben").getLast().atMillis()).as("nobody else is slowed").isLessThan(100);
        assertThat(log.lines()).as("nobody is sent away").noneMatch(line -> line.contains("left"));
    }

    @Test
    void whoIsSlowedOnALinkThatLosesAFifthLosesNothingAndIsNotSentAway() {
        ChatClient ana = join("10.0.0.2", "Ana");
        listens(server);
        net.rule(LinkRule.loss(0.2));
        net.rule(LinkRule.jitter(Duration.ofMillis(20), Duration.ofMillis(120)));
        List<CompletableFuture<Delivery>> outcomes = says(ana, 400);
        net.advance(Duration.ofSeconds(25));
        assertThat(heardOf("Ana")).as("64, 20 and 10 a second, at most").hasSizeBetween(150, 64 + 20 + 251);
        net.advance(Duration.ofSeconds(65));
        assertThat(heardOf("Ana")).extracting(Heard::text)
                .isEqualTo(IntStream.range(0, 400).mapToObj(i -> "line " + i).toList());
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
        assertThat(log.lines()).noneMatch(line -> line.contains("left"));
    }

    @Test
    void whoSpeaksAtTheRateIsNeverSlowed() {
        ChatClient ana = join("10.0.0.2", "Ana");
        listens(server);
        for (int i = 0; i < 300; i++) {
            ana.lobby().send("line " + i);
            net.advance(Duration.ofMillis(100));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(heard.get(i).atMillis()).as("message %s", i).isBetween(100L * i, 100L * i + 10);
        }
    }

    @Test
    void longMessagesWaitForTheirBytes() {
        ChatClient ana = join("10.0.0.2", "Ana");
        begin = net.host().nanoTime();
        List<Long> relayedAt = new ArrayList<>();
        Payload long32 = Payload.copyOf(ByteBuffer.allocate(32 * 1024 - 3));
        for (int i = 0; i < 24; i++) {
            ana.lobby().send(long32)
                    .thenRun(() -> relayedAt.add((net.host().nanoTime() - begin) / 1_000_000));
        }
        net.advance(Duration.ofSeconds(60));
        assertThat(relayedAt).hasSize(24);
        // 256 KiB may be on their way and 128 KiB come back at once: then 32 KiB are two seconds.
        assertThat(relayedAt.get(11)).isLessThan(1_000);
        for (int i = 12; i < 24; i++) {
            assertThat(relayedAt.get(i)).as("message %s", i).isBetween(2_000L * (i - 11), 2_000L * (i - 11) + 200);
        }
    }

    @Test
    void aModeratorIsNotSlowed() {
        ChatClient mod = join("10.0.0.2", "Mod");
        listens(server);
        says(mod, 1_000);
        net.advance(Duration.ofSeconds(5));
        assertThat(heardOf("Mod")).hasSize(1_000);
    }

    @Test
    void theSessionsOfOneAddressShareEightTimesTheRate() {
        List<ChatClient> family = IntStream.range(0, 16).mapToObj(i -> join("10.0.0.2", "Child" + i)).toList();
        ChatClient ben = join("10.0.0.3", "Ben");
        listens(server);
        family.forEach(child -> says(child, 500));
        says(ben, 500);
        net.advance(Duration.ofSeconds(21));
        int before = heard.size() - heardOf("Ben").size();
        int benBefore = heardOf("Ben").size();
        net.advance(Duration.ofSeconds(10));
        int of10Seconds = heard.size() - heardOf("Ben").size() - before;
        assertThat(of10Seconds).as("80 a second for sixteen").isBetween(700, 900);
        assertThat(heardOf("Ben").size() - benBefore).as("ten for the one elsewhere").isBetween(95, 105);
        assertThat(family).allSatisfy(child -> assertThat(heardOf(child.name())).as("each its share")
                .hasSizeBetween(64, 400));
    }

    @Test
    void whoComesAgainFindsTheDebtOfItsAddress() {
        ChatServer slow = server().rateLimits(RateLimits.none().withMessages(1, 1)).start();
        listens(slow);
        for (int i = 0; i < 8; i++) {
            ChatClient ana = join(slow, "10.0.0.2", "Ana" + i, any -> {
            });
            says(ana, 20);
            net.advance(Duration.ofMillis(50));
            ana.close();
        }
        ChatClient again = join(slow, "10.0.0.2", "Cleo", any -> {
        });
        long waited = net.host().nanoTime() - begin;
        assertThat(waited).as("one a second comes in while that is owed")
                .isGreaterThan(Duration.ofSeconds(8).toNanos());
        begin = net.host().nanoTime();
        says(again, 65);
        net.advance(Duration.ofSeconds(40));
        assertThat(heardOf("Cleo").get(63).atMillis()).isLessThan(1_000);
        assertThat(heardOf("Cleo").get(64).atMillis()).as("152 messages that others have said, 8 a second")
                .isCloseTo(152 * 1_000L / 8 - waited / 1_000_000, within(1_000L));
    }

    @Test
    void withoutLimitsEverythingIsSaidAtOnce() {
        ChatServer free = server().rateLimits(RateLimits.none()).start();
        ChatClient ana = join(free, "10.0.0.2", "Ana", any -> {
        });
        listens(free);
        says(ana, 1_000);
        net.advance(Duration.ofSeconds(5));
        assertThat(heardOf("Ana")).hasSize(1_000);
        assertThat(free.localAddress().getAddress().isLoopbackAddress()).isFalse();
    }

    @Test
    void aServerThatDrainsWaitsForNobodyWhomItSlows() {
        ChatClient ana = join("10.0.0.2", "Ana");
        listens(server);
        List<CompletableFuture<Delivery>> outcomes = says(ana, 200);
        net.advance(Duration.ofMillis(500));
        begin = net.host().nanoTime();
        CompletableFuture<Boolean> drained = server.drain(Duration.ofMinutes(1));
        assertThat(drained.join()).isTrue();
        assertThat(net.host().nanoTime() - begin).isLessThan(Duration.ofSeconds(1).toNanos());
        assertThat(outcomes.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join)
                .filter(Delivery.Relayed.class::isInstance).count()).isEqualTo(heardOf("Ana").size());
    }

    @Test
    void thoseOnTheSameMachineShareNothing() {
        ChatServer here = ChatServer.builder().network(net).protocol(Protocol.SESSION).bind("127.0.0.1", 0).start();
        List<ChatClient> clients = IntStream.range(0, 20)
                .mapToObj(i -> join(here, "127.0.0.1", "Child" + i, any -> {
                })).toList();
        List<List<CompletableFuture<Delivery>>> outcomes = clients.stream().map(client -> says(client, 84)).toList();
        net.advance(Duration.ofSeconds(1));
        assertThat(outcomes).allSatisfy(of -> assertThat(of).allMatch(CompletableFuture::isDone));
    }
}
