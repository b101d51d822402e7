package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.LoopbackNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client whose listener does not return, and which loses one session after another: each would let it be sent more. */
@Timeout(60)
class StuckListenerTest {

    private static final int MESSAGES = 64;
    private static final Payload MESSAGE = Payload.copyOf(new byte[4_000]);

    /** So much a client takes of all its sessions together: README, "Limits". */
    private static final long MOST_BYTES = 1024 * 1024;

    private final LoopbackNetwork net = LoopbackNetwork.create();
    private final Identity identity = Identity.of(new byte[32]);
    private ChatServer server = start();

    private ChatServer start() {
        return ChatServer.builder().network(net).identity(identity).start();
    }

    @Test
    void whatItHoldsIsBoundedWhateverTheNumberOfItsSessions() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        try (ChatClient client = ChatClient.builder().network(net).name("Ana")
                .reconnect(new ReconnectPolicy(Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1)))
                .listener(new ChatClientListener() {
                    @Override
                    public void onMessage(ChatMessage message) {
                        try {
                            stuck.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                }).connect()) {
            for (int session = 0; session < 8; session++) {
                long before = client.stats().messagesReceived();
                for (int i = 0; i < MESSAGES; i++) {
                    server.room(RoomId.LOBBY).send(MESSAGE);
                }
                await().until(() -> client.stats().messagesReceived() == before + MESSAGES
                        || client.stats().traffic().drops().containsKey(DropReason.MEMORY_FULL));
                server.close();
                server = start();
                await().until(() -> !server.peers().isEmpty());
            }
            assertThat(client.stats().messagesReceived() * MESSAGE.size()).isBetween(MOST_BYTES / 2, MOST_BYTES);
            stuck.countDown();
            await().untilAsserted(() -> {
                server.room(RoomId.LOBBY).send(MESSAGE);
                assertThat(client.stats().messagesReceived() * MESSAGE.size()).as("it goes on")
                        .isGreaterThan(MOST_BYTES);
            });
        } finally {
            stuck.countDown();
            server.close();
        }
    }
}
