package io.github.udpchat.session.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the {@link SoakMain} in a process of its own: short in each build; with {@code -Dsoak.minutes=30 -Dsoak.clients=200}
 * as long and with as many as that, and then shows what it prints and keeps the flight recording, {@code target/soak.jfr}.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SoakTest {

    private static final Run IN_THE_LOBBY = Run.of("soak", "0.1", "200", false);
    private static final Run IN_ROOMS = Run.of("soak.rooms", "0.07", "1000", true);
    private static final String CLIENTS_OF_A_SHORT_RUN = "20";

    /** For all that is not talking, on a slow machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private record Run(String name, boolean isLong, String minutes, String clients, boolean inRooms) {

        static Run of(String name, String shortMinutes, String manyClients, boolean inRooms) {
            String minutes = System.getProperty(name + ".minutes");
            return new Run(name, minutes != null, minutes == null ? shortMinutes : minutes,
                    System.getProperty(name + ".clients", minutes == null ? CLIENTS_OF_A_SHORT_RUN : manyClients),
                    inRooms);
        }
    }

    @Test
    void aServerAndItsClientsDoNotGrowPinOrLoseAnythingHoweverLongTheyTalk(@TempDir Path folder) throws Exception {
        holds(IN_THE_LOBBY, folder);
    }

    /** In full with {@code -Dsoak.rooms.minutes=2 -Dsoak.rooms.clients=1000}. */
    @Test
    void noneDoesWhoeverTalksInRoomsLeavesThemAndComesAgain(@TempDir Path folder) throws Exception {
        holds(IN_ROOMS, folder);
    }

    private void holds(Run run, Path folder) throws Exception {
        Path recording = run.isLong() ? Path.of("target", run.name() + ".jfr") : folder.resolve("soak.jfr");
        Process soak = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Its full collections tell what is in use to the byte
                "-XX:+UseSerialGC", "-Xmx1g",
                // Deep enough to see why a class is loaded
                "-XX:FlightRecorderOptions=stackdepth=512",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Dsoak.minutes=" + run.minutes(), "-Dsoak.clients=" + run.clients(),
                "-Dsoak.rooms=" + run.inRooms(), "-Dsoak.recording=" + recording,
                "-cp", System.getProperty("java.class.path"), SoakMain.class.getName())
                .redirectErrorStream(true).start();
        long limitMillis = (long) (2 * 60_000 * Double.parseDouble(run.minutes())) + PATIENCE.toMillis();
        CompletableFuture<Void> watchdog = CompletableFuture.runAsync(soak::destroyForcibly,
                CompletableFuture.delayedExecutor(limitMillis, TimeUnit.MILLISECONDS));
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = soak.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (run.isLong()) {
                    System.out.println(line);
                }
            }
            assertThat(soak.waitFor()).as("the program says%n%s", String.join("\n", lines)).isZero();
        } finally {
            watchdog.cancel(false);
            soak.destroyForcibly();
        }
        assertThat(lines).filteredOn(line -> line.startsWith("ok ")).as("%s", lines).hasSizeGreaterThanOrEqualTo(5);
        assertThat(lines).last().isEqualTo("All bounds hold.");
        assertThat(recording).exists();
    }
}
