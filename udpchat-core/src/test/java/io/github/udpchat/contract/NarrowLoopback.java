package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs programs where loopback takes no packet above a length: each in a network namespace that is made for it and ends with
 * it. Needs Linux, {@code unshare} and {@code ip}, and root or user namespaces.
 */
final class NarrowLoopback {

    private static final int PATIENCE_SECONDS = 40;

    /** As root; or as a user, who is root in the namespace alone. */
    private static final List<List<String>> WAYS_IN = List.of(
            List.of("unshare", "--net"), List.of("unshare", "--net", "--map-root-user"));

    private record Ended(int code, String output) {}

    private NarrowLoopback() {}

    /**
     * Runs a main class with this test's Java and class path. Aborts the test where no namespace can be made.
     *
     * @param mtu the longest packet, in bytes with its headers
     * @return what it printed
     */
    static String run(int mtu, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> way = wayIn(mtu);
        Ended program = run(inside(way, mtu, Stream.concat(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                        System.getProperty("java.class.path"), main.getName()),
                Stream.of(arguments))));
        assertThat(program.code()).as(program.output()).isZero();
        return program.output();
    }

    private static List<String> wayIn(int mtu) throws InterruptedException {
        List<String> obstacles = new ArrayList<>();
        for (List<String> way : WAYS_IN) {
            try {
                Ended tried = run(inside(way, mtu, Stream.of("true")));
                if (tried.code() == 0) {
                    return way;
                }
                obstacles.add(String.join(" ", way) + ": " + tried.output().strip());
            } catch (IOException notThere) {
                obstacles.add(notThere.getMessage());
            }
        }
        return abort("no network namespace can be made here: " + obstacles);
    }

    private static List<String> inside(List<String> way, int mtu, Stream<String> program) {
        Stream<String> shell = Stream.of("sh", "-c", "ip link set lo mtu " + mtu + " up && exec \"$@\"", "sh");
        return Stream.concat(Stream.concat(way.stream(), shell), program).toList();
    }

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
            return new Ended(process.exitValue(), output.join());
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
