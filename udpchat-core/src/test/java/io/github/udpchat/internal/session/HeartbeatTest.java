package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

class HeartbeatTest {

    @Test
    void itBeatsAfterTwoThirdsOfTheTimeoutATenthMoreOrLess() {
        SplittableRandom random = new SplittableRandom(1);
        Set<Long> intervals = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            Heartbeat heartbeat = new Heartbeat(500, Duration.ofSeconds(30), random::nextBytes);
            long interval = heartbeat.dueAt() - 500;
            assertThat(interval).isBetween(Duration.ofSeconds(18).toNanos(), Duration.ofSeconds(22).toNanos());
            intervals.add(interval);
        }
        assertThat(intervals).hasSizeGreaterThan(900);
    }

    @Test
    void whateverIsSentPutsItOff() {
        Heartbeat heartbeat = new Heartbeat(0, Duration.ofSeconds(5), bytes -> {
        });
        long interval = heartbeat.dueAt();
        assertThat(heartbeat.isDue(interval - 1)).isFalse();
        assertThat(heartbeat.isDue(interval)).isTrue();
        heartbeat.sent(interval);
        assertThat(heartbeat.isDue(interval)).isFalse();
        assertThat(heartbeat.dueAt()).isEqualTo(2 * interval);
    }
}
