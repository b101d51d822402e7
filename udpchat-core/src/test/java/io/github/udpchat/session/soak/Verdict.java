package io.github.udpchat.session.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Holds what was measured against the bounds of a run.
 *
 * @param findings one line for each bound
 * @param holds    whether all bounds hold
 */
record Verdict(List<String> findings, boolean holds) {

    /** How much the heap may grow by the line of least squares through what was in use after each round. */
    static final double MOST_MIB_PER_HOUR = 1;

    /** The JVM starts and ends some of its own: those that carry virtual threads, that compile, that unpark. */
    static final int THREADS_OF_THE_JVM = 4;

    /** A file may be open for a moment: a class file, a chunk of the flight recording. */
    static final int PASSING_DESCRIPTORS = 2;

    private static final double MIB = 1024 * 1024;

    /** What was in use some time after the start. */
    record Sample(Duration at, Gauges.Reading reading) {}

    /**
     * Everything that counts.
     *
     * @param before     what was in use before there was a server
     * @param samples    what was in use after each round that is judged
     * @param after      what was in use when all were closed
     * @param pinned     how often a virtual thread kept its carrier
     * @param violations what should not have happened to the messages
     * @param judgesHeap whether the run was long enough for a slope
     */
    record Measured(Gauges.Reading before, List<Sample> samples, Gauges.Reading after, long pinned,
            List<String> violations, boolean judgesHeap) {}

    static Verdict of(Measured run) {
        List<String> findings = new ArrayList<>();
        boolean holds = true;
        double slope = mebibytesPerHour(run.samples());
        if (run.judgesHeap()) {
            holds &= add(findings, slope <= MOST_MIB_PER_HOUR, "heap grows by %.3f MiB/h, at most %.0f", slope,
                    MOST_MIB_PER_HOUR);
        } else {
            findings.add(String.format(Locale.ROOT, "-- heap grows by %.3f MiB/h, which a short run does not tell",
                    slope));
        }
        holds &= constant(findings, run, "platform threads", Gauges.Reading::platformThreads, THREADS_OF_THE_JVM);
        holds &= constant(findings, run, "virtual threads", Gauges.Reading::virtualThreads, 0);
        holds &= constant(findings, run, "descriptors", Gauges.Reading::descriptors, PASSING_DESCRIPTORS);
        holds &= add(findings, run.pinned() == 0, "%d times a virtual thread kept its carrier, at most 0",
                run.pinned());
        holds &= add(findings, run.violations().isEmpty(),
                "%d messages lost, repeated, out of order or without an outcome: %s",
                run.violations().size(), run.violations());
        return new Verdict(List.copyOf(findings), holds);
    }

    /** As many after each round as after the first, and in the end no more than there were in the beginning. */
    private static boolean constant(List<String> findings, Measured run, String what,
            ToLongFunction<Gauges.Reading> gauge, int tolerance) {
        long first = gauge.applyAsLong(run.samples().getFirst().reading());
        long least = run.samples().stream().mapToLong(sample -> gauge.applyAsLong(sample.reading())).min().orElse(0);
        long most = run.samples().stream().mapToLong(sample -> gauge.applyAsLong(sample.reading())).max().orElse(0);
        long before = gauge.applyAsLong(run.before());
        long after = gauge.applyAsLong(run.after());
        return add(findings, most - first <= tolerance && first - least <= tolerance && after - before <= tolerance,
                "%s: %d to %d during the run, %d before and %d after it, at most %d apart", what, least, most, before,
                after, tolerance);
    }

    private static boolean add(List<String> findings, boolean holds, String format, Object... arguments) {
        findings.add((holds ? "ok " : "BROKEN ") + String.format(Locale.ROOT, format, arguments));
        return holds;
    }

    /** {@return the slope of the line of least squares through the heap in use} */
    static double mebibytesPerHour(List<Sample> samples) {
        double meanHours = samples.stream().mapToDouble(Verdict::hours).average().orElse(0);
        double meanMib = samples.stream().mapToDouble(Verdict::mebibytes).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            double hours = hours(sample) - meanHours;
            covariance += hours * (mebibytes(sample) - meanMib);
            variance += hours * hours;
        }
        return variance == 0 ? 0 : covariance / variance;
    }

    private static double hours(Sample sample) {
        return sample.at().toNanos() / (double) Duration.ofHours(1).toNanos();
    }

    static double mebibytes(Sample sample) {
        return sample.reading().heapBytes() / MIB;
    }
}
