package io.github.udpchat.session.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Holds what was measured against the bounds of a run.
 *
 * @param findings one line for each bound
 * @param holds    whether all bounds hold
 */
record Verdict(List<String> findings, boolean holds) {

    /**
     * How much the heap may grow, by the line of least squares through what was in use after each round.
     *
     * @param mebibytes so much
     * @param in        in that time
     */
    record HeapBound(double mebibytes, Duration in) {

        static final HeapBound OF_A_LONG_RUN = new HeapBound(1, Duration.ofHours(1));

        private boolean holds(double mebibytesPerHour) {
            return mebibytesPerHour * in.toNanos() / Duration.ofHours(1).toNanos() <= mebibytes;
        }
    }

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
     * @param heapBound  how much the heap may grow; nothing where the run was too short to tell
     */
    record Measured(Gauges.Reading before, List<Sample> samples, Gauges.Reading after, long pinned,
            List<String> violations, Optional<HeapBound> heapBound) {}

    static Verdict of(Measured run) {
        List<String> findings = new ArrayList<>();
        boolean holds = true;
        double slope = mebibytesPerHour(run.samples());
        if (run.heapBound().isPresent()) {
            HeapBound bound = run.heapBound().get();
            holds &= add(findings, bound.holds(slope), "heap grows by %.3f MiB/h, at most %.0f MiB in %s", slope,
                    bound.mebibytes(), bound.in());
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
