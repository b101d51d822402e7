package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.ServerStats;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes about running a server. */
class OperationRecipesTest {

    private final SimulatedNetwork net = SimulatedNetwork.seeded(5);
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    @Test
    void stopCleanly() {
        ChatServer server = ChatServer.builder().network(net).start();
        List<String> heard = new ArrayList<>();
        ChatClient ben = ChatClient.builder().network(net).name("Ben").listener(message -> heard.add(message.text()))
                .connect();
        server.room(RoomId.LOBBY).send("back soon");

        boolean all = server.drain(Duration.ofSeconds(5)).join();
        log.add(all ? "closed" : "closed, but somebody has not got everything");

        assertThat(heard).containsExactly("back soon");
        assertThat(log).containsExactly("closed");
        assertThat(ben.name()).isEqualTo("Ben");
    }

    @Test
    void stopOnASignal() throws Exception {
        ChatServer server = ChatServer.builder().network(net).start();

        Thread end = new Thread(() -> server.drain(Duration.ofSeconds(5)).join());
        Runtime.getRuntime().addShutdownHook(end);

        assertThat(Runtime.getRuntime().removeShutdownHook(end)).isTrue();
        server.close();
    }

    @Test
    void moveToAnotherMachine(@TempDir Path here, @TempDir Path there) throws IOException {
        Path file = here.resolve("server.key");
        Identity identity = Identity.file(file);
        Path copy = Files.copy(file, there.resolve("server.key"), StandardCopyOption.COPY_ATTRIBUTES);
        ChatServer server = serverAt("192.0.2.6", identity);
        ChatServer other = serverAt("192.0.2.7", Identity.file(copy));
        ChatClient ben = ChatClient.builder().network(net).server("192.0.2.6", 5000)
                .trust(Trust.pinned(identity.key())).name("Ben").connect();

        server.drain(Duration.ofSeconds(5), new InetSocketAddress("192.0.2.7", 5000)).join();

        assertThat(net.advanceUntil(() -> other.stats().peers() == 1, Duration.ofSeconds(6))).isTrue();
        assertThat(ben.serverAddress()).isEqualTo(other.localAddress());
    }

    private ChatServer serverAt(String address, Identity identity) {
        return ChatServer.builder().network(net).bind(address, 5000).identity(identity).resets(false).start();
    }

    @Test
    void recordWhatHappens(@TempDir Path folder) throws IOException {
        ChatServer.builder().network(net).start();
        Path file = folder.resolve("chat.jfr");

        try (Recording recording = new Recording()) {
            recording.enable("udpchat.Join");
            recording.enable("udpchat.SlowSend").withThreshold(Duration.ofMillis(100));
            recording.start();
            ChatClient.builder().network(net).name("Ana").connect();
            recording.dump(file);
        }

        assertThat(RecordingFile.readAllEvents(file)).anySatisfy(event -> {
            assertThat(event.getEventType().getName()).isEqualTo("udpchat.Join");
            assertThat(event.getString("name")).isEqualTo("Ana");
        });
    }

    @Test
    void readStatsAndDrops() {
        net.rule(LinkRule.duplication(1, Duration.ofMillis(3)));
        ChatServer server = ChatServer.builder()
                .network(net)
                .listener(new ChatServerListener() {
                    @Override
                    public void onDropped(DropReason reason, long count) {
                        log.add("dropped " + count + ": " + reason);
                    }
                })
                .start();
        ChatClient ana = ChatClient.builder().network(net).name("Ana").connect();
        ana.lobby().send("hello").join();

        ServerStats stats = server.stats();
        log.add(stats.peers() + " peers, " + stats.messagesRelayed() + " messages relayed");
        stats.traffic().drops().forEach((reason, count) -> log.add(reason + " so far: " + count));

        assertThat(log).contains("1 peers, 1 messages relayed").anyMatch(line -> line.startsWith("dropped 1: "))
                .anyMatch(line -> line.matches("REPLAYED so far: \\d+"));
    }
}
