package io.github.udpchat.session.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Many seeds, each with faults, healing and an end. {@code -Dsim.seeds} says how many, {@code -Dsim.first} from which on,
 * {@code -Dsim.seed} which one alone, {@code -Dsim.failures} after how many failures it is enough, {@code -Dsim.threads} how
 * many run at a time.
 */
class CampaignTest {

    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final long SEEDS = Long.getLong("sim.seeds", 10);
    private static final int FAILURES = Integer.getInteger("sim.failures", 20);
    private static final int THREADS = Integer.getInteger("sim.threads", 1);
    private static final Duration LENGTH = Duration.ofMinutes(5);

    /** Every how manyth seed runs twice. */
    private static final int TWICE = 20;

    @Test
    void nothingHappensThatMustNeverHappen() throws InterruptedException {
        Long only = Long.getLong("sim.seed");
        LongStream seeds = only == null ? LongStream.range(FIRST, FIRST + SEEDS) : LongStream.of(only);
        Tally tally = new Tally();
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Result> running : seeds.mapToObj(seed -> workers.submit(() -> play(seed))).toList()) {
                try {
                    Result result = running.get();
                    tally.count(result.scenario(), result.outcome());
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                    // At once, for the rest may take hours; the stack comes with the others.
                    System.out.println(failed.getCause().getMessage());
                }
                if (failures.size() >= FAILURES) {
                    workers.shutdownNow();
                    break;
                }
            }
        }
        tally.print();
        failIfAny(failures);
    }

    private static void failIfAny(List<Throwable> failures) {
        if (!failures.isEmpty()) {
            AssertionError all = new AssertionError(failures.size() + " seeds failed:\n"
                    + String.join("\n", failures.stream().map(Throwable::getMessage).toList()));
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }

    /** What failed once through a mistake of the library, and is repaired. */
    @ParameterizedTest
    @CsvFileSource(resources = "/campaign-seeds.csv", delimiter = '|')
    void whatWasFoundOnceDoesNotComeBack(long seed, String finding) {
        assertThat(play(seed).outcome().datagrams()).as(finding).isPositive();
    }

    private record Result(Scenario scenario, CampaignRun.Outcome outcome) {}

    private static Result play(long seed) {
        Scenario scenario = Scenario.of(seed, LENGTH);
        try {
            CampaignRun.Outcome outcome = CampaignRun.of(scenario);
            if (seed % TWICE == 0) {
                assertThat(CampaignRun.of(scenario).trace()).as("the second course").isEqualTo(outcome.trace());
            }
            return new Result(scenario, outcome);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("-Dsim.seed=" + seed + ": " + failed.getMessage() + "\n" + scenario, failed);
        }
    }
}
