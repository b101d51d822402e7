package io.github.udpchat.session.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/**
 * Many seeds, each with faults, healing and an end. {@code -Dsim.seeds} says how many, {@code -Dsim.first} from which on,
 * {@code -Dsim.seed} which one alone, {@code -Dsim.failures} after how many failures it is enough.
 */
class CampaignTest {

    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final long SEEDS = Long.getLong("sim.seeds", 100);
    private static final int FAILURES = Integer.getInteger("sim.failures", 1);
    private static final Duration LENGTH = Duration.ofMinutes(5);

    /** Every how manyth seed runs twice. */
    private static final int TWICE = 100;

    @Test
    void nothingHappensThatMustNeverHappen() {
        Long only = Long.getLong("sim.seed");
        long first = only == null ? FIRST : only;
        long end = only == null ? FIRST + SEEDS : only + 1;
        Tally tally = new Tally();
        List<AssertionError> failures = new ArrayList<>();
        for (long seed = first; seed < end && failures.size() < FAILURES; seed++) {
            try {
                tally.count(Scenario.of(seed, LENGTH), play(seed));
            } catch (AssertionError failed) {
                failures.add(failed);
            }
        }
        tally.print();
        assertThat(failures).isEmpty();
    }

    private static CampaignRun.Outcome play(long seed) {
        Scenario scenario = Scenario.of(seed, LENGTH);
        try {
            CampaignRun.Outcome outcome = CampaignRun.of(scenario);
            if (seed % TWICE == 0) {
                assertThat(CampaignRun.of(scenario).trace()).as("the second course").isEqualTo(outcome.trace());
            }
            return outcome;
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("-Dsim.seed=" + seed + ": " + failed.getMessage() + "\n" + scenario, failed);
        }
    }
}
