package io.github.udpchat.examples.cookbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
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
            shown.add(PrintableText.of(message.line()));
        }

        @Override
        public void onHistory(ChatMessage message) {
            shown.add(message.age().orElseThrow().toMinutes() + " min ago: " + PrintableText.of(message.line()));
        }

        @Override
        public void onRecall(RoomId room, Recall recall) {
            if (recall instanceof Recall.Gap) {
                shown.add("(you have missed something here)");
            }
        }
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
