package io.github.udpchat.examples.bot;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.udpchat.Room;
import io.github.udpchat.Subscription;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.ChatMessage;

/**
 * Shows a bot: a client of the session protocol that answers to {@code !roll 2d6} in a room.
 *
 * <p>
 * Two bots that answer each other would go on for ever, so this one takes care. A client never hears itself, but it may hear its
 * twin: so an answer is never a command (it begins with a star), and repeats nothing of what was said but numbers. And
 * nobody gets answers without end: {@link AnswerBudget} holds also against a program that was made to keep the bot talking.
 */
final class DiceBot {

    private static final Pattern ROLL = Pattern.compile("!roll ([1-9]\\d?)d([1-9]\\d{0,2})");

    private final RandomGenerator dice;
    private final AnswerBudget budget;

    DiceBot(RandomGenerator dice, AnswerBudget budget) {
        this.dice = dice;
        this.budget = budget;
    }

    /** Answers in a room until that is cancelled, on the client's events thread. A typed view hears no history: old questions stay unanswered. */
    Subscription serve(Room room) {
        return room.as(Codec.text()).onMessage(
                message -> answer(message.value(), message.message()).ifPresent(room::send));
    }

    /** What the server itself says has no author's id, and gets no answer. */
    private Optional<String> answer(String line, ChatMessage message) {
        return message.authorId().isEmpty()
                ? Optional.empty()
                : roll(line).filter(answer -> budget.mayAnswer(message.author().orElseThrow()));
    }

    private Optional<String> roll(String line) {
        Matcher asked = ROLL.matcher(line);
        if (!asked.matches()) {
            return Optional.empty();
        }
        int sides = Integer.parseInt(asked.group(2));
        int[] rolled = dice.ints(Integer.parseInt(asked.group(1)), 1, sides + 1).toArray();
        String shown = Arrays.stream(rolled).mapToObj(Integer::toString).collect(Collectors.joining(" + "));
        return Optional.of("* " + line.substring("!roll ".length()) + ": " + shown + " = "
                + Arrays.stream(rolled).sum());
    }
}
