package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.RealStage;
import io.github.udpchat.contract.Stage;
import io.github.udpchat.contract.StageTest;
import io.github.udpchat.interop.Program;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.UdpNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A member of a room whose process stops. What it costs the others in time is measured in udpchat-bench, by Stalled. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(120)
class StoppedPeerTest extends StageTest {

    private static final int READERS = 10;
    private static final int MESSAGES = 1000;
    private static final int WINDOW = 4;

    /** So many messages the server keeps for a peer that acknowledges nothing: README, "Limits". */
    private static final int MOST_KEPT = 512;

    /** Silence that ends a session, and something for a busy machine. */
    private static final Duration UNTIL_TIMED_OUT = Duration.ofSeconds(45);

    private final List<ClientLog> readers = IntStream.range(0, READERS).mapToObj(i -> new ClientLog()).toList();
    private int said;

    @Override
    protected Stage newStage() {
        return new RealStage(UdpNetwork.create());
    }

    private ChatClient member(ChatServer server, String name, ClientLog hears) {
        return closing(client(server, name).protocol(Protocol.SESSION).listener(hears).connect());
    }

    /** Says the next messages, a few at a time: the next few when all readers have heard these. */
    private void say(ChatClient talker, int count) {
        for (int end = said + count; said < end;) {
            for (int i = 0; i < WINDOW; i++) {
                talker.lobby().send("line " + said++);
            }
            stage.eventually(() -> assertThat(readers).allSatisfy(
                    reader -> assertThat(reader.messages()).hasSize(said)));
        }
    }

    @Test
    void theOthersHearEverythingAndNoMoreIsKeptForItThanMayBeUntilItIsTimedOut() {
        ChatServer server = closing(server().protocol(Protocol.SESSION).start());
        ChatClient talker = member(server, "Talker", new ClientLog());
        for (int i = 0; i < READERS; i++) {
            member(server, "Reader" + i, readers.get(i));
        }
        Program lone = closing(Program.java(LoneMemberMain.class,
                Integer.toString(server.localAddress().getPort())));
        stage.eventually(() -> assertThat(lone.text()).contains("joined as Lone"));
        say(talker, WINDOW);
        stage.eventually(() -> assertThat(lone.text()).contains("heard line " + (WINDOW - 1)));

        lone.suspend();
        say(talker, MESSAGES);

        assertThat(server.stats().traffic().drops(DropReason.PEER_BEHIND))
                .isBetween((long) MESSAGES - MOST_KEPT, (long) MESSAGES);
        assertThat(server.peers()).hasSize(1 + READERS + 1);
        await().atMost(UNTIL_TIMED_OUT).untilAsserted(
                () -> assertThat(log.lines())
                        .anyMatch(line -> line.matches("Lone left lobby: (TimedOut|SlowConsumer).*")));
        say(talker, WINDOW);
        List<String> all = IntStream.range(0, said).mapToObj(i -> "line " + i).toList();
        assertThat(readers).allSatisfy(reader -> assertThat(reader.texts()).isEqualTo(all));
        assertThat(log.lines()).filteredOn(line -> line.contains(" left ")).hasSize(1);
        assertThat(server.peers()).hasSize(1 + READERS);
    }
}
