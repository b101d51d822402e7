package io.github.udpchat.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param rounds   measured rounds; a warm-up round comes before them
 * @param peers    numbers of peers, each measured with all windows
 * @param windows  messages outstanding
 * @param bytes    length of a message
 * @param also     loads beside those, where their number of peers is measured at all
 * @param duration how long each server bears each load in each round
 * @param warmUp   the same for the round before those that count
 * @param idle     how long each server is watched while all peers are silent
 * @param servers  identifiers of {@link Contenders}; empty for all
 * @param results  the directory for the results
 */
record BenchOptions(int rounds, List<Integer> peers, List<Integer> windows, int bytes, List<Load> also,
        Duration duration, Duration warmUp, Duration idle, Set<String> servers, Path results) {

    static final String USAGE = "usage: [--quick] [--rounds N] [--peers N,N...] [--windows N,N...] [--bytes N]"
            + " [--also PEERSxWINDOWxBYTES,...] [--millis N] [--warm-up-millis N] [--idle-millis N] [--servers ID,ID...] [--results DIR]";

    private static final String NONE = "none";
    private static final String ALL = "all";

    static BenchOptions parse(Topic topic, Path home, String... args) {
        Map<String, String> values = defaults(topic, home);
        if (List.of(args).contains("--quick")) {
            values.putAll(quick(topic, home));
        }
        for (int i = 0; i < args.length; i++) {
            if (!args[i].equals("--quick")) {
                if (!values.containsKey(args[i]) || i + 1 == args.length) {
                    throw new IllegalArgumentException(args[i] + ": " + USAGE);
                }
                values.put(args[i], args[++i]);
            }
        }
        return of(values);
    }

    private static Map<String, String> defaults(Topic topic, Path home) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("--rounds", "5");
        values.put("--bytes", "64");
        values.put("--idle-millis", "1000");
        values.put("--servers", ALL);
        values.put("--results", home.resolve("results").toString());
        values.putAll(switch (topic) {
            case CLASSIC -> Map.of(
                    "--peers", "2,10,100,1000,10000",
                    "--windows", "1,8",
                    "--also", "10x8x1000,1000x8x1000",
                    "--millis", "700",
                    "--warm-up-millis", "5000");
            case SESSIONS -> Map.of(
                    "--peers", "10,100",
                    "--windows", "8,256",
                    "--also", NONE,
                    "--millis", "1000",
                    "--warm-up-millis", "10000");
        });
        return values;
    }

    /** Shows that everything works, in a minute; its figures go elsewhere and mean little. */
    private static Map<String, String> quick(Topic topic, Path home) {
        return Map.of(
                "--rounds", "2",
                "--peers", topic == Topic.CLASSIC ? "2,10,100" : "10",
                "--windows", topic == Topic.CLASSIC ? "8" : "8,256",
                "--millis", "200",
                "--warm-up-millis", "600",
                "--results", home.resolve("target/quick-results").toString());
    }

    private static BenchOptions of(Map<String, String> values) {
        Duration duration = Duration.ofMillis(number(values, "--millis", 1));
        return new BenchOptions(
                number(values, "--rounds", 1),
                numbers(values, "--peers", 2),
                numbers(values, "--windows", 1),
                number(values, "--bytes", Talk.MIN_BYTES),
                loads(values.get("--also"), duration),
                duration,
                Duration.ofMillis(number(values, "--warm-up-millis", 1)),
                Duration.ofMillis(number(values, "--idle-millis", 1)),
                values.get("--servers").equals(ALL) ? Set.of() : Set.of(values.get("--servers").split(",")),
                Path.of(values.get("--results")));
    }

    private static List<Load> loads(String list, Duration duration) {
        return list.equals(NONE) ? List.of() : Arrays.stream(list.split(",")).map(one -> {
            String[] parts = one.split("x");
            if (parts.length != 3) {
                throw new IllegalArgumentException("--also takes PEERSxWINDOWxBYTES, not " + one);
            }
            return new Load(number("--also", parts[0], 2), number("--also", parts[1], 1),
                    number("--also", parts[2], Talk.MIN_BYTES), duration);
        }).toList();
    }

    private static List<Integer> numbers(Map<String, String> values, String option, int least) {
        return Arrays.stream(values.get(option).split(",")).map(one -> number(option, one, least)).toList();
    }

    private static int number(Map<String, String> values, String option, int least) {
        return number(option, values.get(option), least);
    }

    private static int number(String option, String value, int least) {
        int number = Integer.parseInt(value);
        if (number < least) {
            throw new IllegalArgumentException(option + " must be " + least + " or more, not " + value);
        }
        return number;
    }

    BenchOptions withPeers(List<Integer> other) {
        return new BenchOptions(rounds, other, windows, bytes, also, duration, warmUp, idle, servers, results);
    }

    /** {@return what is measured with so many peers} */
    List<Load> loads(int peerCount) {
        return Stream.concat(
                windows.stream().map(window -> new Load(peerCount, window, bytes, duration)),
                also.stream().filter(load -> load.peers() == peerCount)).distinct().toList();
    }
}
