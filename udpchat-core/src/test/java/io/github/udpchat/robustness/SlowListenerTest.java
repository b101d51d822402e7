package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.ServerLog;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.LoopbackNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A listener that blocks for as long as the test wants. */
@Timeout(30)
class SlowListenerTest extends StageTest {

    private static final int MESSAGES = 5000;
    private static final int BATCH = 100;

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Override
    protected Stage newStage() {
        return new RealStage(LoopbackNetwork.create());
    }

    private void block() {
        blocked.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i);
    }

    /** Says so many lines at the pace at which they are counted. */
    private void speak(RawPeer peer, ChatServer server, int from, int to) {
        for (int i = from; i < to; i++) {
            peer.send(server.localAddress(), "line " + i);
            if (i % BATCH == BATCH - 1 || i == to - 1) {
                int relayed = i + 1;
                stage.eventually(() -> assertThat(server.stats().messagesRelayed()).isEqualTo(relayed));
            }
        }
    }

    private static List<String> expected(Overflow overflow) {
        return switch (overflow) {
            case DROP_OLDEST ->
                Stream.concat(lines(0, 1), lines(MESSAGES - Overflow.MAX_EVENTS, MESSAGES)).toList();
            case DROP_NEWEST -> lines(0, 1 + Overflow.MAX_EVENTS).toList();
        };
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void blockedListenerOfAServerHoldsUpNobodyAndMissesMessagesAlone(Overflow overflow) throws InterruptedException {
        ServerLog slow = new ServerLog() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                if (blocked.getCount() > 0) {
                    block();
                }
                super.onMessage(from, message);
            }
        };
        ChatServer server = closing(server().listener(slow).overflow(overflow).start());
        RawPeer ana = closing(new RawPeer(stage.network()));
        RawPeer ben = closing(new RawPeer(stage.network()));
        ana.send(server.localAddress(), "Ana");
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        ben.send(server.localAddress(), "Ben");
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
        speak(ana, server, 0, 1);
        blocked.await();
        speak(ana, server, 1, MESSAGES / 2);
        RawPeer cleo = closing(new RawPeer(stage.network()));
        cleo.send(server.localAddress(), "Cleo");
        stage.eventually(() -> assertThat(server.peers()).hasSize(3));
        cleo.send(server.localAddress(), "qqq");
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
        speak(ana, server, MESSAGES / 2, MESSAGES);
        stage.eventually(() -> assertThat(ben.received()).hasSize(MESSAGES));
        assertThat(ben.received()).isEqualTo(lines(0, MESSAGES).toList());
        long dropped = MESSAGES - 1 - Overflow.MAX_EVENTS;
        assertThat(server.stats().traffic().drops()).isEqualTo(Map.of(DropReason.LISTENER_BEHIND, dropped));

        released.countDown();
        server.close();
        server.awaitClosed();
        assertThat(slow.lines().stream().filter(line -> line.startsWith("Ana said ")))
                .containsExactlyElementsOf(expected(overflow).stream().map(line -> "Ana said " + line).toList());
        assertThat(slow.lines()).startsWith("Ana joined classic", "Ben joined classic", "Ana said line 0")
                .containsSubsequence("Cleo joined classic", "Cleo left classic: Left[]")
                .endsWith("Ana left classic: ServerClosed[]", "Ben left classic: ServerClosed[]",
                        "closed: ByApplication[]");
        assertThat(slow.drops(DropReason.LISTENER_BEHIND)).isEqualTo(dropped);
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void blockedListenerOfAClientMissesItsOwnMessagesAlone(Overflow overflow) throws InterruptedException {
        ClientLog slow = new ClientLog() {
            @Override
            public void onMessage(ChatMessage message) {
                if (blocked.getCount() > 0) {
                    block();
                }
                super.onMessage(message);
            }
        };
        ChatServer server = closing(server().start());
        ChatClient client = closing(client(server, "Ben").listener(slow).overflow(overflow).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer ana = registered(server, "Ana");
        speak(ana, server, 0, 1);
        blocked.await();
        speak(ana, server, 1, MESSAGES);
        stage.eventually(() -> assertThat(client.stats().messagesReceived()).isEqualTo(MESSAGES));
        long dropped = MESSAGES - 1 - Overflow.MAX_EVENTS;
        assertThat(client.stats().traffic().drops()).isEqualTo(Map.of(DropReason.LISTENER_BEHIND, dropped));
        client.lobby().send("a client with a blocked listener speaks");
        stage.eventually(
                () -> assertThat(ana.received()).containsExactly("[Ben]->a client with a blocked listener speaks"));
        released.countDown();
        client.close();
        client.awaitClosed();
        assertThat(slow.texts()).isEqualTo(expected(overflow));
        assertThat(slow.drops(DropReason.LISTENER_BEHIND)).isEqualTo(dropped);
        assertThat(slow.closed()).hasSize(1);
    }

    @Test
    void nobodyIsLetInWhileTooManyJoinsAndLeavesWaitForTheListener() throws InterruptedException {
        ServerLog slow = new ServerLog() {
            @Override
            public void onJoined(Peer peer, RoomId room) {
                if (blocked.getCount() > 0) {
                    block();
                }
                super.onJoined(peer, room);
            }
        };
        ChatServer server = closing(server().listener(slow).start());
        RawPeer churns = closing(new RawPeer(stage.network()));
        churns.send(server.localAddress(), "churns");
        blocked.await();
        churns.send(server.localAddress(), "qqq");
        int cycles = 700;
        for (int i = 1; i < cycles; i++) {
            long datagrams = 2L * i + 2;
            churns.send(server.localAddress(), "churns");
            churns.send(server.localAddress(), "qqq");
            stage.eventually(() -> {
                assertThat(server.stats().traffic().datagramsReceived()).isEqualTo(datagrams);
                assertThat(server.stats().peers() + server.stats().waiting()).isZero();
            });
        }
        // The listener holds the first join; 1,024 events may wait, and one more comes when the last of them leaves.
        long joined = 1 + 1024 / 2;
        assertThat(server.stats().joins()).isEqualTo(joined);
        assertThat(server.stats().traffic().drops()).isEqualTo(Map.of(
                DropReason.LISTENER_BEHIND, cycles - joined, DropReason.NOT_A_MEMBER, cycles - joined));
        released.countDown();
        stage.eventually(() -> assertThat(slow.lines()).hasSize((int) (2 * joined)));
        churns.send(server.localAddress(), "welcome back");
        stage.eventually(() -> assertThat(slow.lines()).last().isEqualTo("welcome back joined classic"));
    }
}
