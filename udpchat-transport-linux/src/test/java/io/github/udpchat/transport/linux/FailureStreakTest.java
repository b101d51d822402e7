package io.github.udpchat.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class FailureStreakTest {

    private final FailureStreak streak = new FailureStreak();

    private List<Integer> pausesOf(int failures) {
        List<Integer> pauses = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            streak.onFailure();
            pauses.add(streak.pauseMillis());
        }
        return pauses;
    }

    private int warningsIn(int failures) {
        int warnings = 0;
        for (int i = 0; i < failures; i++) {
            streak.onFailure();
            warnings += streak.isToBeWarnedOf() ? 1 : 0;
        }
        return warnings;
    }

    @Test
    void pauseDoublesUpToTheLongest() {
        assertThat(pausesOf(13)).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_000, 1_000, 1_000);
    }

    @Test
    void successMakesTheNextPauseShortAgain() {
        pausesOf(20);
        streak.onSuccess();
        assertThat(pausesOf(3)).containsExactly(1, 2, 4);
    }

    @Test
    void streakIsWarnedOfOnceHoweverLongItLasts() {
        assertThat(warningsIn(FailureStreak.WARNED_AT - 1)).isZero();
        assertThat(warningsIn(1)).isEqualTo(1);
        assertThat(warningsIn(100_000)).isZero();
    }

    @Test
    void nextStreakIsWarnedOfAgain() {
        assertThat(warningsIn(100)).isEqualTo(1);
        streak.onSuccess();
        assertThat(warningsIn(100)).isEqualTo(1);
    }

    @Test
    void failuresNowAndThenAreNeverWarnedOf() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(warningsIn(FailureStreak.WARNED_AT - 1)).isZero();
            streak.onSuccess();
        }
    }
}
