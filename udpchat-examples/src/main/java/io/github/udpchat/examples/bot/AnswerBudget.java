package io.github.udpchat.examples.bot;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often a bot answers: 5 times in 10 seconds to one person, 50 times to all together; what is asked beyond that gets no answer.
 * So it remembers 50 names at most. Owned by one bot, used on one thread.
 */
final class AnswerBudget {

    static final int ANSWERS_TO_ONE = 5;
    static final int ANSWERS_TO_ALL = 50;
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<String, Integer> answered = new HashMap<>();
    private long windowBeganNanos;
    private int toAll;

    /** Takes the clock: {@code System::nanoTime}, or a simulation's. */
    AnswerBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        windowBeganNanos = nanoTime.getAsLong();
    }

    /** Whether somebody may have one more answer, which this counts. */
    boolean mayAnswer(String whom) {
        long now = nanoTime.getAsLong();
        if (now - windowBeganNanos >= WINDOW.toNanos()) {
            windowBeganNanos = now;
            answered.clear();
            toAll = 0;
        }
        if (toAll == ANSWERS_TO_ALL || answered.getOrDefault(whom, 0) == ANSWERS_TO_ONE) {
            return false;
        }
        toAll++;
        answered.merge(whom, 1, Integer::sum);
        return true;
    }
}
