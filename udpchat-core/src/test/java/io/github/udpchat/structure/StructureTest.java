package io.github.udpchat.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Holds the code against what ARCHITECTURE.md and CONTRIBUTING.md say about it. */
class StructureTest {

    private static final String ROOT = "io.github.udpchat";
    private static final Path CLASSES = Path.of("target/classes");
    private static final int MOST_LINES = 320;

    /** Who may use whom; the empty name is the facade. ARCHITECTURE.md shows the same as a picture. */
    private static final Map<String, Set<String>> LAYERS = Map.ofEntries(
            Map.entry("", Set.of("codec", "internal.address", "internal.classic", "internal.engine", "internal.hub",
                    "internal.machine", "internal.server", "internal.session", "internal.wire", "model", "network",
                    "registry", "history")),
            Map.entry("internal.engine",
                    Set.of("internal.flight", "internal.machine", "model", "network", "registry", "history")),
            Map.entry("internal.flight", Set.of("internal.machine", "model")),
            Map.entry("internal.server", Set.of("internal.classic", "internal.hub", "internal.machine",
                    "internal.session", "internal.wire", "model")),
            Map.entry("internal.session", Set.of("internal.hub", "internal.machine", "internal.noise",
                    "internal.recovery", "internal.wire", "model")),
            Map.entry("internal.classic", Set.of("internal.hub", "internal.machine", "internal.wire", "model")),
            Map.entry("internal.hub", Set.of("internal.machine", "model")),
            Map.entry("internal.wire", Set.of("internal.recovery", "model")),
            Map.entry("internal.machine", Set.of("model")),
            Map.entry("internal.noise", Set.of()),
            Map.entry("internal.recovery", Set.of()),
            Map.entry("simulation", Set.of("internal.address", "model", "network")),
            Map.entry("network", Set.of("internal.address")),
            Map.entry("registry", Set.of("model")),
            Map.entry("history", Set.of("model")),
            Map.entry("codec", Set.of("model")),
            Map.entry("internal.address", Set.of()),
            Map.entry("model", Set.of()));

    private static final List<String> PURE = List.of("internal/machine", "internal/wire", "internal/hub",
            "internal/classic", "internal/session", "internal/server", "internal/noise", "internal/recovery");

    /** What pure code must not touch: clocks, threads, sockets, logs, randomness, and maps without an order of their own. */
    private static final Pattern IMPURE = Pattern.compile(String.join("|",
            "java/lang/System\\.(nanoTime|currentTimeMillis|getenv|getProperty|out|err|identityHashCode)",
            "java/lang/Math\\.random",
            "java/time/(Clock|\\w+\\.now)",
            "java/lang/(Thread|ThreadLocal|Runtime)\\b",
            "java/util/concurrent/(?!CompletableFuture|TimeUnit)",
            "java/util/(Random|UUID|Timer|SplittableRandom|random/)",
            "java/util/(Set|Map)\\.(of|copyOf|ofEntries)",
            "java/util/HashSet",
            "java/util/HashMap\\.(keySet|values|entrySet|forEach)",
            "java/security/(?!\\w*Exception|\\w*Key\\b|KeyFactory|MessageDigest|spec/)",
            "javax/crypto/KeyGenerator",
            "java/nio/(channels|file)/",
            "java/net/(DatagramSocket|Socket|DatagramPacket)",
            "java/io/(File|Console)",
            "org/slf4j"));

    @Test
    void packagesImportOnlyDownward() {
        Map<String, Set<String>> graph = packageGraph();
        assertThat(graph.keySet()).isEqualTo(LAYERS.keySet());
        graph.forEach((from, uses) -> assertThat(LAYERS.get(from)).as("what \"%s\" uses", from).containsAll(uses));
        graph.forEach((from, uses) -> assertThat(uses).as("what \"%s\" is said to use", from)
                .containsAll(LAYERS.get(from)));
    }

    @Test
    void layersHaveNoCycle() {
        LAYERS.keySet().forEach(layer -> assertThat(below(layer)).as("below \"%s\"", layer).doesNotContain(layer));
    }

    private static Set<String> below(String layer) {
        Set<String> found = new TreeSet<>(LAYERS.get(layer));
        LAYERS.get(layer).forEach(used -> found.addAll(below(used)));
        return found;
    }

    private static Map<String, Set<String>> packageGraph() {
        Map<String, Set<String>> graph = new TreeMap<>();
        Pattern use = Pattern.compile("^\\s+(\\S+)\\s+->\\s+(\\S+).*$", Pattern.MULTILINE);
        Matcher uses = use.matcher(output("jdeps", "-verbose:package", "-filter:none", "--multi-release", "base",
                "--module-path", modulesOfDependencies(), CLASSES.toString()));
        while (uses.find()) {
            if (uses.group(1).startsWith(ROOT)) {
                Set<String> used = graph.computeIfAbsent(shortName(uses.group(1)), name -> new TreeSet<>());
                if (uses.group(2).startsWith(ROOT) && !uses.group(2).equals(uses.group(1))) {
                    used.add(shortName(uses.group(2)));
                }
            }
        }
        return graph;
    }

    private static String modulesOfDependencies() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*(slf4j-api|jspecify)[^/\\\\]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String shortName(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }

    @Test
    void pureCodeIsToldTheTimeAndTheBytes() {
        for (String pure : PURE) {
            List<Path> classes = files(CLASSES.resolve("io/github/udpchat").resolve(pure), ".class");
            assertThat(classes).isNotEmpty();
            String[] arguments = Stream.concat(Stream.of("-c", "-p"), classes.stream().map(Path::toString))
                    .toArray(String[]::new);
            List<String> touched = output("javap", arguments).lines()
                    .filter(line -> line.contains("// ") && IMPURE.matcher(line).find())
                    .map(String::strip)
                    .toList();
            assertThat(touched).as("what %s must not touch", pure).isEmpty();
        }
    }

    @Test
    void testOfPurityFindsWhatIsNotPure() {
        String output = output("javap", "-c", "-p",
                CLASSES.resolve("io/github/udpchat/network/SystemHost.class").toString());
        assertThat(output.lines().filter(line -> IMPURE.matcher(line).find()))
                .anyMatch(line -> line.contains("System.nanoTime"))
                .anyMatch(line -> line.contains("java/security/SecureRandom"))
                .anyMatch(line -> line.contains("java/lang/Thread.start"));
    }

    @Test
    void filesAreShortEnoughToRead() {
        for (Path file : sources()) {
            assertThat(lines(file).size()).as("lines of %s", file).isLessThanOrEqualTo(MOST_LINES);
        }
    }

    @Test
    void nothingSleepsIsLeftUndoneOrPrints() {
        Pattern banned = Pattern
                .compile("Thread\\s*\\.\\s*sleep|TimeUnit\\.\\w+\\.sleep|\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"
                        + "|^import .*\\*;|@Dis" + "abled|printStack" + "Trace");
        for (Path file : sources()) {
            assertThat(lines(file)).as("%s", file).noneMatch(line -> banned.matcher(line).find());
        }
        for (Path file : files(Path.of("src/main/java"), ".java")) {
            // Snippets of the Javadoc may.
            assertThat(lines(file)).as("%s", file).filteredOn(line -> !line.strip().startsWith("*"))
                    .noneMatch(line -> line.contains("System.out") || line.contains("System.err"));
        }
    }

    @Test
    void namesSayWhatAThingIs() {
        for (Path file : sources()) {
            assertThat(file.getFileName().toString()).doesNotMatch(".*(Manager|Helper|Utils?|Impl)\\.java");
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        for (Path file : files(Path.of("src/main/java/io"), ".java")) {
            assertThat(file.resolveSibling("package-info.java")).exists();
        }
    }

    private static List<Path> sources() {
        return Stream.of("src/main/java", "src/test/java", "../udpchat-demo-server/src", "../udpchat-demo-client/src",
                "../udpchat-demo-test/src",
                "../udpchat-transport-linux/src", "../udpchat-history-sqlite/src", "../udpchat-bench/src",
                "../udpchat-examples/src")
                .flatMap(folder -> files(Path.of(folder), ".java").stream())
                .toList();
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(String tool, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int code = ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, arguments);
        assertThat(code).as("%s said: %s", tool, output).isZero();
        return output.toString();
    }
}
