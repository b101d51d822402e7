package io.github.udpchat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Says nothing about speed. */
class InnerPiecesTest {

    @Test
    void everyBenchmarkRuns() throws RunnerException {
        assertThat(new Runner(new OptionsBuilder()
                .include(InnerPieces.class.getSimpleName())
                .param("members", "10")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .shouldFailOnError(true)
                .build()).run()).hasSize(7);
    }
}
