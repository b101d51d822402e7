package io.github.udpchat.history.sqlite;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import io.github.udpchat.interop.Program;

/** {@link EndlessWriterMain} in a process of its own. Owned by a test. */
final class EndlessWriter implements AutoCloseable {

    /** A JVM on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Program program;

    /** The folder is for the driver's library, which a process that is killed leaves behind. */
    EndlessWriter(Path file, Path folder, long seed, int most) {
        program = Program.java(List.of("--enable-native-access=ALL-UNNAMED", "-Dorg.sqlite.tmpdir=" + folder),
                EndlessWriterMain.class, file.toString(), Long.toString(seed), Integer.toString(most));
    }

    void awaitLine(String prefix, int times) {
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(
                () -> program.text().lines().filter(line -> line.startsWith(prefix)).count() >= times);
    }

    /** {@return the numbers that it has said after this word, those alone that it has said to the end} */
    private LongStream said(String word) {
        String text = program.text();
        return text.substring(0, text.lastIndexOf('\n') + 1).lines()
                .filter(line -> line.startsWith(word + " "))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)));
    }

    /** {@return the last message of those that it found there} */
    OptionalLong found() {
        return said("found").findFirst();
    }

    /** {@return the last message that it was about to append} */
    OptionalLong appends() {
        return said("appends").max();
    }

    /** {@return the last message of which it has said that it is kept} */
    OptionalLong kept() {
        return said("kept").max();
    }

    String errors() {
        return program.errors();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void close() {
        program.close();
    }
}
