package io.github.udpchat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RateLimits;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * The program that measures whether a member whose process is stopped slows the others of its room down, and writes
 * {@code stalled.md}. Each half of a round has a server of its own: in one, the talker and the readers are alone, in the other a
 * member that was stopped is with them.
 */
final class Stalled {

    private static final int ROUNDS = 12;
    private static final int READERS = 10;
    private static final int WINDOW = 4;
    private static final Duration DURATION = Duration.ofSeconds(3);
    private static final int WARM_UP_MESSAGES = 1000;
    private static final int BYTES = 64;
    private static final int PATIENCE_SECONDS = 10;
    private static final int SIGNIFICANT_DIGITS = 3;

    private Stalled() {}

    /** The latencies of one round. */
    private record Round(Histogram alone, Histogram stalled) {

        double ratio(double percentile) {
            return (double) stalled.getValueAtPercentile(percentile) / alone.getValueAtPercentile(percentile);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i <= ROUNDS; i++) {
            Histogram first = half(i % 2 == 0, DURATION);
            Histogram second = half(i % 2 == 1, DURATION);
            Round round = i % 2 == 0 ? new Round(second, first) : new Round(first, second);
            if (i > 0) { // The first is to warm up.
                rounds.add(round);
            }
        }
        Path file = Path.of(System.getProperty("bench.home", "udpchat-bench")).resolve("results/stalled.md");
        String text = markdown(rounds);
        Files.writeString(file, text);
        System.err.print(text);
    }

    /** {@return from sending a message until the last reader had it, in nanoseconds} */
    static Histogram half(boolean stalled, Duration duration) throws IOException, InterruptedException {
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1:0")
                .rateLimits(RateLimits.none()).start();
                Room room = new Room(server)) {
            if (!stalled) {
                return room.talk(duration);
            }
            try (RelayProcess member = RelayProcess.start(memberOf(server))) {
                member.stop();
                Histogram latencies = room.talk(duration);
                if (server.peers().size() != READERS + 2
                        || server.stats().traffic().drops(DropReason.PEER_BEHIND) == 0) {
                    throw new IllegalStateException("nobody was stalled: " + server.stats());
                }
                return latencies;
            }
        }
    }

    private static Contender memberOf(ChatServer server) {
        return new Contender("stalled", "a member that stops", List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), StalledMember.class.getName(),
                Integer.toString(server.localAddress().getPort())));
    }

    /** A talker and its readers. A message's text is its number and padding. */
    private static final class Room implements AutoCloseable {

        private final List<ChatClient> members = new ArrayList<>();
        private final Map<Integer, Underway> underway = new ConcurrentHashMap<>();
        private final Semaphore window = new Semaphore(WINDOW);
        private volatile Histogram latencies = new SynchronizedHistogram(SIGNIFICANT_DIGITS);
        private int said;

        private record Underway(long since, AtomicInteger missing) {}

        Room(ChatServer server) {
            for (int i = 0; i <= READERS; i++) {
                members.add(ChatClient.builder().protocol(Protocol.SESSION).server(server.localAddress())
                        .name("member" + i).listener(this::heard).connect());
            }
        }

        Histogram talk(Duration duration) throws InterruptedException {
            while (said < WARM_UP_MESSAGES) {
                say();
            }
            latencies = new SynchronizedHistogram(SIGNIFICANT_DIGITS);
            for (long start = System.nanoTime(); System.nanoTime() - start < duration.toNanos();) {
                say();
            }
            acquire(WINDOW);
            return latencies;
        }

        private void say() throws InterruptedException {
            acquire(1);
            underway.put(said, new Underway(System.nanoTime(), new AtomicInteger(READERS)));
            members.getFirst().lobby().send(said++ + "." + "x".repeat(BYTES));
        }

        private void acquire(int messages) throws InterruptedException {
            if (!window.tryAcquire(messages, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("message not heard by all: " + underway);
            }
        }

        private void heard(ChatMessage message) {
            int number = Integer.parseInt(message.line().substring(0, message.line().indexOf('.')));
            Underway heard = underway.get(number);
            if (heard.missing().decrementAndGet() == 0) {
                latencies.recordValue(System.nanoTime() - heard.since());
                underway.remove(number);
                window.release();
            }
        }

        @Override
        public void close() {
            members.forEach(ChatClient::close);
        }
    }

    private static String markdown(List<Round> rounds) {
        StringBuilder text = new StringBuilder("# A member that stops\n\nWritten by `udpchat-bench`: a session server, "
                + READERS + " readers and a talker that keeps " + WINDOW + " messages of some " + BYTES
                + " bytes under way, over UDP on loopback, all in one process. In the other half of each round "
                + "there is one member more, whose process was stopped (`SIGSTOP`). Time from sending a message until the last "
                + "reader has it, in microseconds.\n\n- Date: " + LocalDate.now(ZoneOffset.UTC)
                + "\n- Command: `mvn -q -pl udpchat-bench -am -DskipTests package exec:exec -Dbench.main=Stalled`"
                + "\n- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
                + "\n- " + ROUNDS + " rounds after one to warm up, halves of " + DURATION.toSeconds() + " s, "
                + "which of them is first alternates\n\n"
                + "| messages | p50 | p99 | with one stopped: messages | p50 | p99 | ratio of p50 | ratio of p99 |\n"
                + "|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (Round round : rounds) {
            text.append(String.format(Locale.ROOT, "| %d | %.0f | %.0f | %d | %.0f | %.0f | %.2f | %.2f |%n",
                    round.alone().getTotalCount(), micros(round.alone(), 50), micros(round.alone(), 99),
                    round.stalled().getTotalCount(), micros(round.stalled(), 50), micros(round.stalled(), 99),
                    round.ratio(50), round.ratio(99)));
        }
        return text.append(String.format(Locale.ROOT, "%nRatio of p50: %s. Ratio of p99: %s.%n", ratios(rounds, 50),
                ratios(rounds, 99))).toString();
    }

    private static double micros(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    private static String ratios(List<Round> rounds, double percentile) {
        Spread spread = Spread.of(rounds.stream().map(round -> round.ratio(percentile)).toList());
        return String.format(Locale.ROOT, "median %.2f, %.2f to %.2f", spread.median(), spread.min(), spread.max());
    }
}
