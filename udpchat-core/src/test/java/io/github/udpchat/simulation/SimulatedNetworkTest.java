package io.github.udpchat.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Virtual time, the rules of links, blocking calls, and who may make them. */
class SimulatedNetworkTest {

    private final SimulatedNetwork net = SimulatedNetwork.seeded(7);

    private RawPeer[] peers(int count) {
        RawPeer[] peers = new RawPeer[count];
        for (int i = 0; i < count; i++) {
            peers[i] = new RawPeer(net, new InetSocketAddress("10.0.0." + (i + 1), 1000));
        }
        return peers;
    }

    private void sendNumbered(RawPeer from, RawPeer to, int count) {
        for (int i = 0; i < count; i++) {
            from.send(to.address(), "%04d".formatted(i));
        }
    }

    @Test
    void everyDatagramTakesAMillisecondAndKeepsItsOrder() {
        RawPeer[] peer = peers(2);
        sendNumbered(peer[0], peer[1], 3);
        net.advance(SimulatedNetwork.LATENCY.minusNanos(1));
        assertThat(peer[1].received()).isEmpty();
        net.advance(Duration.ofNanos(1));
        assertThat(peer[1].received()).containsExactly("0000", "0001", "0002");
        assertThat(net.now()).isEqualTo(SimulatedNetwork.LATENCY);
    }

    @Test
    void lossLosesItsShareAndARemovedRuleLosesNothing() {
        RawPeer[] peer = peers(2);
        InstalledRule loss = net.rule(LinkRule.loss(0.3));
        sendNumbered(peer[0], peer[1], 10_000);
        net.advance(Duration.ofSeconds(1));
        int arrived = peer[1].received().size();
        assertThat(arrived).isBetween(6_800, 7_200);
        loss.remove();
        loss.remove();
        sendNumbered(peer[0], peer[1], 1000);
        net.advance(Duration.ofSeconds(1));
        assertThat(peer[1].received()).hasSize(arrived + 1000);
        assertThat(net.datagramsSent()).isEqualTo(11_000);
        assertThat(net.datagramsDelivered()).isEqualTo(arrived + 1000);
    }

    @Test
    void jitterReordersAndKeepsToItsBounds() {
        RawPeer[] peer = peers(2);
        net.rule(LinkRule.jitter(Duration.ofMillis(5), Duration.ofMillis(120)));
        sendNumbered(peer[0], peer[1], 1000);
        net.advance(Duration.ofMillis(5));
        assertThat(peer[1].received()).isEmpty();
        net.advance(Duration.ofMillis(116));
        assertThat(peer[1].received()).hasSize(1000).isNotEqualTo(peer[1].received().stream().sorted().toList());
    }

    @Test
    void reorderingLetsLaterDatagramsOvertake() {
        RawPeer[] peer = peers(2);
        net.rule(LinkRule.reordering(0.5, Duration.ofMillis(10)));
        sendNumbered(peer[0], peer[1], 100);
        net.advance(Duration.ofSeconds(1));
        assertThat(peer[1].received()).hasSize(100).doesNotHaveDuplicates()
                .isNotEqualTo(peer[1].received().stream().sorted().toList());
    }

    @Test
    void rulesApplyInOrderToEachCopy() {
        RawPeer[] peer = peers(2);
        net.rule(LinkRule.duplication(1, Duration.ofMillis(10)));
        net.rule(LinkRule.delay(Duration.ofMillis(100)));
        List<Duration> sentAt = new ArrayList<>();
        net.rule((transit, random) -> {
            sentAt.add(transit.sentAt());
            return new Verdict.Pass();
        });
        peer[0].send(peer[1].address(), "x");
        net.advance(Duration.ofMillis(101));
        assertThat(peer[1].received()).hasSize(1);
        net.advance(Duration.ofMillis(10));
        assertThat(peer[1].received()).containsExactly("x", "x");
        assertThat(sentAt).containsExactly(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void partitionCutsInTwoAndHeals() {
        RawPeer[] peer = peers(3);
        InstalledRule partition = net.rule(LinkRule.partition(peer[0].address(), peer[1].address()));
        peer[0].send(peer[1].address(), "inside");
        peer[0].send(peer[2].address(), "out");
        peer[2].send(peer[1].address(), "in");
        net.advance(Duration.ofSeconds(1));
        assertThat(peer[1].received()).containsExactly("inside");
        assertThat(peer[2].received()).isEmpty();
        partition.close();
        peer[2].send(peer[1].address(), "healed");
        net.advance(Duration.ofSeconds(1));
        assertThat(peer[1].received()).containsExactly("inside", "healed");
    }

    @Test
    void narrowedRuleAppliesToOneDirection() {
        RawPeer[] peer = peers(2);
        net.rule(LinkRule.loss(1).from(peer[0].address()));
        InstalledRule corrupt = net.rule(LinkRule.corruption(1).to(peer[0].address()));
        peer[0].send(peer[1].address(), "lost");
        peer[1].send(peer[0].address(), "@@@@");
        net.advance(Duration.ofSeconds(1));
        assertThat(peer[1].received()).isEmpty();
        assertThat(peer[0].received()).singleElement().isNotEqualTo("@@@@");
        int changed = Integer
                .bitCount(peer[0].received().get(0).chars().map(c -> c ^ '@').reduce(0, (a, b) -> a << 8 | b));
        assertThat(changed).as("bits turned over").isEqualTo(1);
        corrupt.remove();
    }

    @Test
    void blockingCallsRunTheSimulation() throws Exception {
        ServerLog log = new ServerLog();
        ChatServer server = server(log);
        HostFuture<String> later = new HostFuture<>(net.host());
        net.host().worker("test", () -> later.complete("done")).wakeAt(Duration.ofMinutes(5).toNanos());
        assertThat(later.thenApply(String::length).get()).isEqualTo(4);
        assertThat(net.now()).isEqualTo(Duration.ofMinutes(5));
        server.close();
        server.awaitClosed();
        assertThat(log.lines()).containsExactly("closed: ByApplication[]");
        assertThat(net.openEndpoints()).isEmpty();
    }

    @Test
    void waitingForWhatNeverHappensFails() {
        HostFuture<String> never = new HostFuture<>(net.host());
        assertThatThrownBy(() -> never.get(1, TimeUnit.HOURS)).isInstanceOf(TimeoutException.class);
        assertThat(net.now()).isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(never::join).isInstanceOf(IllegalStateException.class).hasMessageContaining("24 hours");
    }

    @Test
    void blockingInACallbackIsAnsweredWithASentence() {
        AtomicReference<Throwable> inCallback = new AtomicReference<>();
        HostFuture<String> never = new HostFuture<>(net.host());
        ChatServer server = server(new ChatServerListener() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                inCallback.set(Assertions.catchThrowable(never::join));
            }
        });
        ChatClient ana = client(server, "Ana", new ClientLog());
        ana.lobby().send("hello");
        net.advance(Duration.ofSeconds(1));
        assertThat(inCallback.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("thenAccept");
    }

    @Test
    void otherThreadsAreTurnedAway() throws InterruptedException {
        ChatServer server = server(new ServerLog());
        AtomicReference<Throwable> elsewhere = new AtomicReference<>();
        Thread.ofPlatform()
                .start(() -> elsewhere.set(Assertions.catchThrowable(() -> server.room(RoomId.CLASSIC).send("hello"))))
                .join();
        assertThat(elsewhere.get()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("thread that made it");
        Thread.ofPlatform().start(() -> elsewhere.set(Assertions.catchThrowable(server::close))).join();
        assertThat(elsewhere.get()).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("thread that made it");
        assertThat(net.openEndpoints()).containsExactly(server.localAddress());
        assertThat(server.room(RoomId.CLASSIC).send("hello")).isDone();
    }

    @Test
    void ruleThatThrowsFailsTheTestAndNotTheEndpoint() {
        ServerLog log = new ServerLog();
        ChatServer server = server(log);
        InstalledRule broken = net.rule((transit, random) -> {
            throw new AssertionError("thrown by the rule");
        });
        ChatClient ana = client(server, "Ana", new ClientLog());
        assertThatThrownBy(() -> net.advance(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rule")
                .hasRootCauseMessage("thrown by the rule");
        broken.remove();
        ana.lobby().send("hello");
        net.advance(Duration.ofSeconds(1));
        assertThat(log.lines()).containsExactly("Ana joined classic", "Ana said [Ana]->hello");
    }

    @Test
    void ruleMayCallTheEndpointThatIsSending() {
        ChatServer server = server(new ServerLog());
        ClientLog[] hear = {new ClientLog(), new ClientLog(), new ClientLog(), new ClientLog()};
        ChatClient ana = client(server, "Ana", hear[0]);
        for (int i = 1; i < hear.length; i++) {
            client(server, "other" + i, hear[i]);
        }
        net.advance(Duration.ofSeconds(1));
        AtomicReference<Runnable> once = new AtomicReference<>(() -> server.room(RoomId.CLASSIC).send("in between"));
        net.rule((transit, random) -> {
            once.getAndSet(() -> {}).run();
            return new Verdict.Pass();
        });
        server.room(RoomId.CLASSIC).send("first");
        server.room(RoomId.CLASSIC).send("second");
        net.advance(Duration.ofSeconds(1));
        assertThat(hear).allSatisfy(log -> assertThat(log.texts()).containsExactlyInAnyOrder(
                "[server]->first", "[server]->in between", "[server]->second"));
        once.set(server::close);
        ana.lobby().send("the server dies over this");
        net.advance(Duration.ofSeconds(1));
        assertThat(net.openEndpoints()).doesNotContain(server.localAddress());
    }

    @Test
    void delayWithoutEndIsNeverOver() {
        RawPeer[] peer = peers(2);
        net.rule(LinkRule.delay(Duration.ofSeconds(Long.MAX_VALUE)));
        net.rule(LinkRule.jitter(Duration.ZERO, Duration.ofDays(500_000)));
        peer[0].send(peer[1].address(), "x");
        net.advance(Duration.ofDays(10_000));
        assertThat(peer[1].received()).isEmpty();
    }

    @Test
    void ruleMustNotLetTimePass() {
        RawPeer[] peer = peers(2);
        net.rule((transit, random) -> {
            net.advance(Duration.ofSeconds(1));
            return new Verdict.Pass();
        });
        peer[0].send(peer[1].address(), "x");
        assertThatThrownBy(() -> net.advance(Duration.ofSeconds(1))).hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause().hasMessageContaining("callback");
    }

    @Test
    void closedSimulationLetsNothingHappen() {
        ChatServer server = server(new ServerLog());
        net.close();
        server.close();
        assertThatThrownBy(() -> net.advance(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(server::awaitClosed).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void idleTimeoutOfHalfAnHourPassesInAMoment() {
        ServerLog log = new ServerLog();
        ChatServer server = server(log);
        ChatClient ana = client(server, "Ana", new ClientLog());
        client(server, "Ben", new ClientLog());
        net.advance(Duration.ofMinutes(20));
        ana.lobby().send("still here");
        net.advance(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(server.peers()).extracting(Peer::name).containsExactly("Ana");
        net.advance(Duration.ofMinutes(20));
        assertThat(log.lines()).containsExactly(
                "Ana joined classic",
                "Ben joined classic",
                "Ana said [Ana]->still here",
                "Ben left classic: TimedOut[idleTimeout=PT30M]",
                "Ana left classic: TimedOut[idleTimeout=PT30M]");
    }

    private ChatServer server(ChatServerListener listener) {
        return ChatServer.builder().protocol(Protocol.CLASSIC).network(net).listener(listener).start();
    }

    private ChatClient client(ChatServer server, String name, ClientLog log) {
        return ChatClient.builder()
                .protocol(Protocol.CLASSIC)
                .network(net)
                .server(server.localAddress())
                .name(name)
                .listener(log)
                .connect();
    }
}
