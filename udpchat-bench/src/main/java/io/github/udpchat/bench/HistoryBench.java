package io.github.udpchat.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.history.sqlite.SqliteHistory;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.HdrHistogram.Histogram;

/**
 * The program that measures how long a history takes to put messages on the disk, beside a bare {@code fsync}, and writes
 * {@code history.md}. The arguments: the seconds of a row in a round (2), the rounds that count (5), a folder on the disk to measure.
 */
final class HistoryBench {

    private static final int[] AT_A_TIME = {1, 64};
    private static final int CONTENT_BYTES = 64;
    private static final int ROOMS = 10;
    private static final int KEPT_IN_A_ROOM = 100;
    private static final int PAGE_BYTES = 4096;

    private final Path folder;
    private final Duration each;
    private final List<Task> tasks = new ArrayList<>();

    /** Something to do again and again, and how long it took in the rounds that count. */
    private record Task(String name, int messages, Step step, Histogram micros, List<Double> perSecond) {

        Task(String name, int messages, Step step) {
            this(name, messages, step, new Histogram(3), new ArrayList<>());
        }
    }

    /** One append. */
    private interface Step {
        void run() throws IOException;
    }

    private HistoryBench(Path folder, Duration each) {
        this.folder = folder;
        this.each = each;
    }

    public static void main(String[] args) throws IOException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 2;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path home = Path.of(System.getProperty("bench.home", "udpchat-bench"));
        Path disk = args.length > 2 ? Path.of(args[2]) : Files.createDirectories(home.resolve("target"));
        String results = results(disk, Duration.ofSeconds(seconds), rounds);
        Files.writeString(home.resolve("results/history.md"), results);
        System.err.print(results);
    }

    /** {@return the results, as text; the files are in a new folder there, which is deleted in the end} */
    static String results(Path disk, Duration each, int rounds) throws IOException {
        return new HistoryBench(Files.createTempDirectory(disk, "history"), each).run(rounds);
    }

    private String run(int rounds) throws IOException {
        List<SqliteHistory> open = new ArrayList<>();
        try (FileChannel bare = FileChannel.open(folder.resolve("bare"), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
            tasks.add(new Task("4 KiB at the end of a file, and `fsync`", 0, () -> {
                bare.write(page.clear());
                bare.force(false);
            }));
            for (int atATime : AT_A_TIME) {
                SqliteHistory history = SqliteHistory.at(folder.resolve("history" + atATime));
                open.add(history);
                history.load();
                tasks.add(new Task("an append of " + atATime, atATime, new Appends(history, atATime)));
            }
            for (int round = 0; round <= rounds; round++) {
                for (Task task : tasks) {
                    bear(task, round > 0);
                }
            }
        } finally {
            for (SqliteHistory history : open) {
                history.close();
            }
            deleteFiles();
        }
        return text(rounds);
    }

    private void bear(Task task, boolean counts) throws IOException {
        long begin = System.nanoTime();
        long before = begin;
        long steps = 0;
        while (before - begin < each.toNanos()) {
            task.step.run();
            long now = System.nanoTime();
            if (counts) {
                task.micros.recordValue(TimeUnit.NANOSECONDS.toMicros(now - before));
            }
            before = now;
            steps++;
        }
        if (counts) {
            task.perSecond.add(steps * (double) TimeUnit.SECONDS.toNanos(1) / (before - begin));
        }
    }

    /** Appends, and forgets as a server does whose rooms keep their last messages. */
    private static final class Appends implements Step {

        private final HistoryStore history;
        private final int atATime;
        private final Payload content = Payload.copyOf(new byte[CONTENT_BYTES]);
        private long next;

        Appends(HistoryStore history, int atATime) {
            this.history = history;
            this.atATime = atATime;
        }

        @Override
        public void run() throws IOException {
            List<StoredMessage> messages = LongStream.range(next, next + atATime).mapToObj(this::message).toList();
            next += atATime;
            history.append(messages);
            messages.reversed().stream().limit(ROOMS).forEach(this::forgetBefore);
        }

        private StoredMessage message(long number) {
            return new StoredMessage(new RoomId("room " + number % ROOMS), new Position(1, number / ROOMS),
                    Instant.ofEpochSecond(number), Optional.of(new PeerId(1)), "Ana", content);
        }

        private void forgetBefore(StoredMessage last) {
            long below = last.position().offset() - KEPT_IN_A_ROOM + 1;
            if (below > 0) {
                try {
                    history.forget(last.room(), new Position(1, below));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void deleteFiles() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private String text(int rounds) throws IOException {
        StringBuilder text = new StringBuilder("# Appending to a history in SQLite\n\n"
                + "Written by `udpchat-bench`: `SqliteHistory` appends messages of " + CONTENT_BYTES + " bytes to "
                + ROOMS
                + " rooms in turns, and forgets what a room has beyond " + KEPT_IN_A_ROOM
                + ". Each append has returned from"
                + " `fsync`. The first line is a bare one on the same disk, for comparison: it says how good the disk is, or"
                + " how soon it says that it has written. Medians of " + rounds + " rounds of "
                + each.toMillis() + " ms each, in turns, and the range; times of all rounds together.\n\n- Date: "
                + LocalDate.now(ZoneOffset.UTC)
                + "\n- Command: `mvn -q -pl udpchat-bench -am -DskipTests package exec:exec -Dbench.main=HistoryBench`"
                + "\n- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
                + "\n- Disk: a file system of type " + Files.getFileStore(folder.getParent()).type()
                + "; processors: " + Runtime.getRuntime().availableProcessors()
                + String.format(Locale.ROOT, "; load average at the end, this program included: %.1f",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage())
                + "\n\n| each time | times/s | messages/s | p50 µs | p99 µs | longest µs |\n|---|--:|--:|--:|--:|--:|\n");
        for (Task task : tasks) {
            List<Double> sorted = task.perSecond.stream().sorted().toList();
            double median = sorted.get(sorted.size() / 2);
            text.append(
                    String.format(Locale.ROOT, "| %s | %.0f (%.0f to %.0f) | %s | %d | %d | %d |%n", task.name, median,
                            sorted.getFirst(), sorted.getLast(),
                            task.messages == 0 ? "" : String.format(Locale.ROOT, "%.0f", median * task.messages),
                            task.micros.getValueAtPercentile(50), task.micros.getValueAtPercentile(99),
                            task.micros.getMaxValue()));
        }
        return text.toString();
    }
}
