package io.github.udpchat.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bot among people, its twin, and a program that wants to hear it for ever. */
class DiceBotTest {

    private final SimulatedNetwork net = SimulatedNetwork.seeded(3);
    private final ChatServer server = ChatServer.builder().network(net).start();
    private final List<String> heard = new ArrayList<>();
    private final ChatClient ana = ChatClient.builder().network(net).name("Ana")
            .listener(message -> heard.add(message.author().orElse("?") + ": " + message.line())).connect();

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    private ChatClient bot(String name) {
        ChatClient bot = ChatClient.builder().network(net).name(name).connect();
        new DiceBot(new Random(1), new AnswerBudget(net.host()::nanoTime)).serve(bot.lobby());
        return bot;
    }

    private void say(String line) {
        ana.lobby().send(line).join();
        net.advance(Duration.ofSeconds(1));
    }

    @Test
    void rollsWhatIsAskedFor() {
        bot("Dice");
        say("!roll 2d6");
        assertThat(heard).singleElement().asString().matches("Dice: \\* 2d6: [1-6] \\+ [1-6] = \\d{1,2}");
    }

    @Test
    void answersNothingElse() {
        bot("Dice");
        for (String line : List.of("roll 2d6", "!roll", "!roll 0d6", "!roll 100d6", "!roll 2d1000",
                "!roll 2d6 !roll 2d6",
                "* 2d6: 1 + 1 = 2")) {
            say(line);
        }
        server.room(RoomId.LOBBY).send("!roll 2d6").join();
        net.advance(Duration.ofSeconds(1));
        assertThat(heard).singleElement().asString().as("the server alone spoke").endsWith("!roll 2d6");
    }

    @Test
    void doesNotAnswerWhatWasAskedBeforeItCame() {
        say("!roll 2d6");
        bot("Dice");
        net.advance(Duration.ofMinutes(1));
        assertThat(heard).isEmpty();
    }

    @Test
    void twinsDoNotAnswerEachOther() {
        bot("Dice");
        bot("Cubes");
        say("!roll 1d20");
        net.advance(Duration.ofMinutes(10));
        assertThat(heard).hasSize(2);
    }

    @Test
    void aProgramThatAlwaysAsksAgainGetsFiveAnswersInTenSeconds() {
        bot("Dice");
        ChatClient eager = ChatClient.builder().network(net).name("Eager").connect();
        eager.lobby().as(Codec.text()).onMessage(message -> {
            for (int i = 0; i < 3; i++) {
                eager.lobby().send("!roll 1d6");
            }
        });
        say("!roll 1d6");
        for (int i = 0; i < 6; i++) {
            eager.lobby().send("!roll 1d6");
            net.advance(Duration.ofSeconds(10));
        }
        assertThat(heard.stream().filter(line -> line.startsWith("Dice: ")).count()).as("answers in 61 seconds")
                .isBetween(20L, 5L * 7 + 1);
    }
}
