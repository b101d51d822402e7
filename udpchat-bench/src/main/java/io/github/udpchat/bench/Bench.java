package io.github.udpchat.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.UnixOperatingSystemMXBean;

/** The program that measures the classic relay, and writes {@code classic.md} and {@code classic.svg}. */
final class Bench {

    /** What the JVM and the relays' processes need beside. */
    private static final int OTHER_FILES = 500;

    private Bench() {}

    public static void main(String[] args) throws IOException {
        measure(Topic.CLASSIC, args);
    }

    /** Measures one topic, and writes its results. */
    static void measure(Topic topic, String... args) throws IOException {
        Path home = Path.of(System.getProperty("bench.home", "udpchat-bench"));
        BenchOptions options;
        try {
            options = BenchOptions.parse(topic, home, args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        run(topic, home, options, args);
    }

    static List<Series> run(Topic topic, Path home, BenchOptions options, String... args) throws IOException {
        List<String> facts = new ArrayList<>(facts(topic, options, args));
        Contenders contenders = Contenders.of(topic, home);
        facts.addAll(contenders.notes());
        contenders.notes().forEach(System.err::println);
        BenchOptions possible = options.withPeers(options.peers().stream().filter(Bench::hasFilesFor).toList());
        options.peers()
                .stream()
                .filter(peers -> !hasFilesFor(peers))
                .forEach(peers -> facts.add(peers + " peers are left out: a process may open too few files here."));
        facts.add("Load average before the run: " + Files.readString(Path.of("/proc/loadavg")).strip());
        long start = System.nanoTime();
        return Campaign.run(possible, contenders.only(options.servers()), all -> {
            List<String> with = new ArrayList<>(facts);
            with.add("Duration of the run: " + (System.nanoTime() - start) / 1_000_000_000 + " s");
            write(topic, options.results(), all, with);
        });
    }

    private static void write(Topic topic, Path results, List<Series> all, List<String> facts) throws IOException {
        Files.createDirectories(results);
        Files.writeString(results.resolve(topic.file() + ".md"), new Report(topic, all).markdown(facts));
        Files.writeString(results.resolve(topic.file() + ".svg"), Chart.svg(topic, all));
        System.err.println("Written to " + results);
    }

    /** Each peer is a file of this process. */
    static boolean hasFilesFor(int peers) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && peers + OTHER_FILES <= system.getMaxFileDescriptorCount();
    }

    private static List<String> facts(Topic topic, BenchOptions options, String... args) throws IOException {
        return List.of(
                "Date: " + LocalDate.now(ZoneOffset.UTC),
                "Command: `mvn -q -pl udpchat-bench -am -DskipTests package exec:exec -Dbench.main=" + topic.main()
                        + " -Dbench.args=\"" + String.join(" ", args) + "\"`",
                "Rounds: a warm-up and " + options.rounds() + " measured; each server bears each load for "
                        + options.duration().toMillis() + " ms in a round, and for " + options.warmUp().toMillis()
                        + " ms to warm up",
                "Machine: " + processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors",
                "Kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                "JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                topic.libraries(),
                firstLine("gcc", "--version"),
                firstLine("python3", "--version"));
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo"))
                .stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("unknown processor");
    }

    private static String firstLine(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.inputReader().lines().findFirst().orElse(command[0] + ": says nothing");
        } catch (IOException e) {
            return command[0] + ": not there";
        }
    }
}
