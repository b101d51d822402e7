package io.github.udpchat.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What to measure.
 *
 * @param rounds     measured rounds; a warm-up round comes before them
 * @param peers      numbers of peers
 * @param windows    messages outstanding
 * @param bytes      length of a message
 * @param duration how long each server bears each load in each round
 * @param warmUp   the same for the round before those that count
 * @param servers    identifiers of {@link Contenders}; empty for all
 * @param results    the directory for the results
 */
record BenchOptions(int rounds, List<Integer> peers, List<Integer> windows, int bytes, Duration duration,
        Duration warmUp,
        Set<String> servers, Path results) {

    static final String USAGE = "usage: [--quick] [--rounds N] [--peers N,N...] [--windows N,N...] [--bytes N]"
            + " [--millis N] [--warm-up-millis N] [--servers ID,ID...] [--results DIR]";

    static BenchOptions parse(Path home, String... args) {
        BenchOptions options = new BenchOptions(5, List.of(2, 10, 100, 1000), List.of(1, 8), 64,
                Duration.ofMillis(700), Duration.ofMillis(1500), Set.of(),
                home.resolve("results"));
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                options = options.quick(home);
            } else if (i + 1 < args.length) {
                options = options.with(args[i], args[++i]);
            } else {
                throw new IllegalArgumentException(args[i] + ": " + USAGE);
            }
        }
        return options;
    }

    /** Shows that everything works, in half a minute; its figures go elsewhere and mean little. */
    private BenchOptions quick(Path home) {
        return new BenchOptions(2, List.of(2, 10, 100), List.of(8), bytes, Duration.ofMillis(200),
                Duration.ofMillis(600), servers,
                home.resolve("target/quick-results"));
    }

    private BenchOptions with(String option, String value) {
        return switch (option) {
            case "--rounds" ->
                new BenchOptions(number(option, value, 1), peers, windows, bytes, duration, warmUp, servers, results);
            case "--peers" ->
                new BenchOptions(rounds, numbers(option, value, 2), windows, bytes, duration, warmUp, servers, results);
            case "--windows" ->
                new BenchOptions(rounds, peers, numbers(option, value, 1), bytes, duration, warmUp, servers, results);
            case "--bytes" ->
                new BenchOptions(rounds, peers, windows, number(option, value, Talk.MIN_BYTES), duration, warmUp,
                        servers,
                        results);
            case "--millis" -> new BenchOptions(rounds, peers, windows, bytes,
                    Duration.ofMillis(number(option, value, 1)), warmUp, servers, results);
            case "--warm-up-millis" -> new BenchOptions(rounds, peers, windows, bytes, duration,
                    Duration.ofMillis(number(option, value, 1)), servers, results);
            case "--servers" ->
                new BenchOptions(rounds, peers, windows, bytes, duration, warmUp, Set.of(value.split(",")), results);
            case "--results" ->
                new BenchOptions(rounds, peers, windows, bytes, duration, warmUp, servers, Path.of(value));
            default -> throw new IllegalArgumentException(option + ": " + USAGE);
        };
    }

    private static List<Integer> numbers(String option, String value, int least) {
        return Arrays.stream(value.split(",")).map(one -> number(option, one, least)).toList();
    }

    private static int number(String option, String value, int least) {
        int number = Integer.parseInt(value);
        if (number < least) {
            throw new IllegalArgumentException(option + " must be " + least + " or more, not " + value);
        }
        return number;
    }

    Load load(int peerCount, int window) {
        return new Load(peerCount, window, bytes, duration);
    }
}
