package io.github.udpchat.session.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The program that lets many clients talk for long, and judges what that does to the process that they and their server are in.
 * {@code -Dsoak.minutes} and {@code -Dsoak.clients} say how long and how many, {@code -Dsoak.rooms=true} that they talk in rooms,
 * {@code -Dsoak.recording} where the flight recording goes. Prints a table and a verdict; ends with 1 if a bound is broken.
 */
final class SoakMain {

    /** Before anything is measured, so much is done once: what the JVM opens and starts for good is then there. */
    private static final int REHEARSAL_CLIENTS = 3;
    private static final Duration REHEARSAL = Duration.ofSeconds(2);
    private static final double REHEARSAL_MESSAGES_PER_SECOND = 50;

    /** Threads that have done their work end soon, and those that carry virtual threads after 30 s. */
    private static final Duration CLEARING = Duration.ofSeconds(60);

    private final SoakOptions options = SoakOptions.ofProperties();
    private final List<Verdict.Sample> judged = new ArrayList<>();

    private Instant judgedFrom = Instant.MAX;

    private SoakMain() {}

    public static void main(String[] args) throws Exception {
        Verdict verdict = new SoakMain().run(Path.of(System.getProperty("soak.recording", "soak.jfr")));
        verdict.findings().forEach(System.out::println);
        System.out.println(verdict.holds() ? "All bounds hold." : "A bound is broken.");
        System.exit(verdict.holds() ? 0 : 1);
    }

    private Verdict run(Path recordingFile) throws Exception {
        System.out.printf(Locale.ROOT,
                "%d clients for %s, each round %s, %d rounds to warm up; %s %s, largest heap %d MiB%n",
                options.clients(), options.length(), options.round(), options.warmUpRounds(),
                System.getProperty("java.vm.name"), System.getProperty("java.vm.version"),
                Runtime.getRuntime().maxMemory() / 1024 / 1024);
        try (PinRecording recording = new PinRecording()) {
            try (Crowd rehearsal = options.crowd(REHEARSAL_CLIENTS)) {
                rehearsal.talk(REHEARSAL, REHEARSAL_MESSAGES_PER_SECOND);
                rehearsal.change(1);
            }
            Gauges.read();
            Gauges.Reading before = Gauges.read();
            List<String> violations = talk();
            Gauges.Reading after = afterAllHaveGone(before);
            PinRecording.Pinned pinned = recording.pinned(recordingFile, judgedFrom);
            pinned.grown().forEach(System.out::println);
            System.out.printf(
                    "A virtual thread kept its carrier for %d ms or more: %d times after the warm-up, and %d times before"
                            + " or while a class was loaded%n",
                    PinRecording.THRESHOLD.toMillis(), pinned.grown().size(),
                    pinned.young().size());
            return Verdict.of(new Verdict.Measured(before, judged, after, pinned.grown().size(),
                    violations, options.heapBound()));
        }
    }

    private List<String> talk() throws Exception {
        try (Crowd crowd = options.crowd(options.clients())) {
            long start = System.nanoTime();
            System.out.println(
                    "| time | heap in use, MiB | platform threads | virtual | descriptors | said | heard | joined "
                            + "| sessions lost | datagrams | lost |");
            System.out.println("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
            for (int round = 1; round <= options.rounds(); round++) {
                crowd.talk(options.round(), options.messagesPerSecond());
                Verdict.Sample sample = new Verdict.Sample(Duration.ofNanos(System.nanoTime() - start), Gauges.read());
                if (round > options.warmUpRounds()) {
                    judged.add(sample);
                }
                print(sample, crowd);
                crowd.change(options.turnover());
                if (round == options.warmUpRounds()) {
                    judgedFrom = Instant.now();
                }
            }
            return crowd.violations();
        }
    }

    private static void print(Verdict.Sample sample, Crowd crowd) {
        Gauges.Reading reading = sample.reading();
        Crowd.Figures figures = crowd.figures();
        System.out.printf(Locale.ROOT, "| %d:%02d | %.2f | %d | %d | %d | %d | %d | %d | %d | %s |%n",
                sample.at().toMinutes(), sample.at().toSecondsPart(), Verdict.mebibytes(sample),
                reading.platformThreads(), reading.virtualThreads(), reading.descriptors(), figures.said(),
                figures.heard(), figures.joins(), figures.lost(), crowd.datagrams());
    }

    private static Gauges.Reading afterAllHaveGone(Gauges.Reading before) {
        try {
            Awaitility.await().atMost(CLEARING).until(
                    () -> Gauges.platformThreads() <= before.platformThreads() + Verdict.THREADS_OF_THE_JVM
                            && Gauges.virtualThreads() <= before.virtualThreads()
                            && Gauges.descriptors() <= before.descriptors());
        } catch (ConditionTimeoutException stillThere) {
            System.out.println("Not all is as it was before, " + CLEARING + " after the end.");
        }
        return Gauges.read();
    }
}
