package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.history.sqlite.SqliteHistory;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.History;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recipes about what was said before. */
class HistoryRecipesTest {

    private final SimulatedNetwork net = SimulatedNetwork.seeded(13);
    private final List<String> shown = new ArrayList<>();

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    /** Shows what is new and what is old, each as what it is. */
    private final class Screen implements ChatClientListener {

        @Override
        public void onMessage(ChatMessage message) {
            shown.add(PrintableText.of(message.text()));
        }

        @Override
        public void onHistory(ChatMessage message) {
            shown.add(message.age().orElseThrow().toMinutes() + " min ago: " + PrintableText.of(message.text()));
        }

        @Override
        public void onRecall(RoomId room, Recall recall) {
            if (recall instanceof Recall.Gap) {
                shown.add("(you have missed something here)");
            }
        }
    }

    @Test
    void overARestart(@TempDir Path folder) throws IOException {
        Identity identity = Identity.fresh(net.host().random());
        for (String greeting : List.of("good morning", "good evening")) {
            ChatServer server = ChatServer.builder()
                    .network(net)
                    .identity(identity)
                    .history(History.last(1_000, Duration.ofDays(7)))
                    .historyStore(SqliteHistory.at(folder.resolve("history.db")))
                    .start();
            server.room(RoomId.LOBBY).send(greeting).join();
            server.close();
        }
        ChatServer.builder().network(net).identity(identity)
                .historyStore(SqliteHistory.at(folder.resolve("history.db"))).start();
        ChatClient.builder().network(net).name("Ana").listener(new Screen()).connect();
        net.advance(Duration.ofSeconds(5));
        assertThat(shown).containsExactly("0 min ago: good morning", "0 min ago: good evening");
    }

    @Test
    void history() {
        ChatServer server = ChatServer.builder()
                .network(net)
                .history(History.last(3, Duration.ofHours(12)))
                .start();
        server.room(RoomId.LOBBY).send("good morning").join();
        net.advance(Duration.ofMinutes(90));

        ChatClient ana = ChatClient.builder().network(net).name("Ana").recall(20).listener(new Screen()).connect();

        server.room(RoomId.LOBBY).send("hello, Ana").join();
        net.advance(Duration.ofSeconds(5));
        assertThat(shown).containsExactly("90 min ago: good morning", "hello, Ana");
        shown.clear();
        InstalledRule outage = net.rule(LinkRule.partition(ana.localAddress()));
        net.advance(Duration.ofMinutes(1));
        for (String line : List.of("one", "two", "three", "four")) {
            server.room(RoomId.LOBBY).send(line).join();
        }
        outage.remove();
        assertThat(net.advanceUntil(() -> shown.size() == 4, Duration.ofMinutes(2))).isTrue();
        assertThat(shown.getFirst()).isEqualTo("(you have missed something here)");
        assertThat(shown).element(1).asString().endsWith(" min ago: two");
    }
}
