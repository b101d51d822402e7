package io.github.udpchat.session.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** Many seeds, each with faults, healing and an end; {@code -Dsim.seeds}, {@code -Dsim.first} and {@code -Dsim.seed} choose. */
class CampaignTest {

    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final long SEEDS = Long.getLong("sim.seeds", 60);
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("sim.seconds", 300));

    /** Every how manyth seed runs twice. */
    private static final int TWICE = 100;

    @Test
    void nothingHappensThatMustNeverHappen() {
        Long only = Long.getLong("sim.seed");
        Tally tally = new Tally();
        for (long seed = only == null ? FIRST : only; seed < (only == null ? FIRST + SEEDS : only + 1); seed++) {
            Scenario scenario = Scenario.of(seed, LENGTH);
            CampaignRun.Outcome outcome = play(scenario);
            if (seed % TWICE == 0) {
                assertThat(play(scenario).trace()).as("one course of %s", scenario).isEqualTo(outcome.trace());
            }
            tally.count(scenario, outcome);
        }
        tally.print();
    }

    private static CampaignRun.Outcome play(Scenario scenario) {
        try {
            return CampaignRun.of(scenario);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("-Dsim.seed=" + scenario.seed() + ": " + scenario, failed);
        }
    }
}
