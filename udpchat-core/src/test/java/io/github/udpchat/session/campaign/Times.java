package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Times at which something happened in the last half minute, in order. */
final class Times {

    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Deque<Duration> times = new ArrayDeque<>();

    void add(Duration time) {
        times.add(time);
        while (times.getFirst().compareTo(time.minus(KEPT)) < 0) {
            times.removeFirst();
        }
    }

    /** {@return how often it happened after a time, and not after another} */
    long between(Duration after, Duration until) {
        return times.stream().filter(time -> time.compareTo(after) > 0 && time.compareTo(until) <= 0).count();
    }

    /** {@return the times after a time} */
    List<Duration> since(Duration after) {
        return times.stream().filter(time -> time.compareTo(after) > 0).toList();
    }
}
