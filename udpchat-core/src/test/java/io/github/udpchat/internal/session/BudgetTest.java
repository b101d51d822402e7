package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final long SECOND = 1_000_000_000L;

    private final Budget budget = new Budget(10, 3);

    private int taken(long now) {
        int taken = 0;
        while (budget.take(now)) {
            taken++;
        }
        return taken;
    }

    @Test
    void aFullBucketHoldsTheBurst() {
        assertThat(taken(0)).isEqualTo(3);
        assertThat(taken(SECOND / 10 - 1)).isZero();
        assertThat(taken(SECOND / 10)).isEqualTo(1);
    }

    @Test
    void longRestFillsTheBucketAndNoMore() {
        assertThat(taken(0)).isEqualTo(3);
        assertThat(taken(1_000 * SECOND)).isEqualTo(3);
    }

    @Test
    void whatIsRefusedCostsNothing() {
        assertThat(taken(0)).isEqualTo(3);
        for (long now = 0; now < SECOND / 10; now += SECOND / 1_000) {
            assertThat(budget.take(now)).isFalse();
        }
        assertThat(budget.take(SECOND / 10)).isTrue();
    }

    @Test
    void aBucketThatIsDrainedAllTheTimeGivesItsRate() {
        int given = 0;
        for (long now = 0; now <= 60 * SECOND; now += 7_777_777) {
            given += taken(now);
        }
        assertThat(given).isBetween(3 + 598, 3 + 600);
    }
}
