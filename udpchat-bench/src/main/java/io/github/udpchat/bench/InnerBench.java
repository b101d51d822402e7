package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The program that runs the benchmarks of {@link InnerPieces} with JMH, and writes {@code inner.md}. */
final class InnerBench {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private InnerBench() {}

    public static void main(String[] args) throws IOException, RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                .include(InnerPieces.class.getSimpleName())
                .forks(2)
                .warmupIterations(3)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500))
                .addProfiler(GCProfiler.class)
                .build()).run();
        String text = "# What the inner pieces cost\n\nWritten by `udpchat-bench` with JMH, allocation by its gc profiler.\n\n"
                + "- Date: " + LocalDate.now(ZoneOffset.UTC)
                + "\n- Command: `mvn -q -pl udpchat-bench -am -DskipTests package exec:exec -Dbench.main=InnerBench`"
                + "\n- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
                + "\n- 2 forks, 5 iterations of 500 ms each after 3 to warm up\n\n"
                + "| piece | ns | ± (99.9 %) | bytes allocated |\n|---|--:|--:|--:|\n"
                + results.stream().map(InnerBench::row).collect(Collectors.joining());
        Path file = Path.of(System.getProperty("bench.home", "udpchat-bench")).resolve("results/inner.md");
        Files.writeString(file, text);
        System.err.print(text);
    }

    private static String row(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> ", " + result.getParams().getParam(key) + " " + key)
                .collect(Collectors.joining());
        return String.format(Locale.ROOT, "| %s%s | %.1f | %.1f | %.0f |%n", time.getLabel(), parameters,
                time.getScore(), time.getScoreError(), result.getSecondaryResults().get(ALLOCATED).getScore());
    }
}
