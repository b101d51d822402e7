package io.github.udpchat.history.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.interop.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, as a process sees it whose files may not become larger. */
@Timeout(120)
class FullDiskTest {

    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");

    /** The driver's library has to fit in. The messages of one epoch do not. */
    private static final String LIMIT = "--fsize=1500000:unlimited";

    private static final Pattern FAILED = Pattern.compile("failed with (\\d+) kept, (\\d+) loaded: (.*)\n");

    @TempDir private Path folder;
    @TempDir private Path libraries;

    private Path file() {
        return folder.resolve("history.db");
    }

    private Program start() {
        assumeTrue(Files.isExecutable(PRLIMIT), "no prlimit here");
        return Program.start(List.of(PRLIMIT.toString(), LIMIT,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Dorg.sqlite.tmpdir=" + libraries,
                "-cp", System.getProperty("java.class.path"), FullDiskMain.class.getName(), file().toString()));
    }

    /** {@return how many messages were kept before it failed} */
    private int awaitFailure(Program program) {
        Matcher failed = await().atMost(Duration.ofSeconds(60)).until(() -> FAILED.matcher(program.text()),
                Matcher::find);
        assertThat(failed.group(3)).startsWith("can't append to the history in " + file());
        assertThat(failed.group(2)).as("what is loaded after the failure").isEqualTo(failed.group(1));
        return Integer.parseInt(failed.group(1));
    }

    private void has(int messages) throws Exception {
        try (SqliteHistory history = SqliteHistory.at(file())) {
            List<StoredMessage> loaded = history.load();
            assertThat(loaded).hasSameSizeAs(Numbered.messages(0, messages - 1))
                    .containsExactlyInAnyOrderElementsOf(Numbered.messages(0, messages - 1));
        }
    }

    @Test
    void appendFailsAsAWholeAndWorksAgainWhenThereIsSpace() throws Exception {
        try (Program program = start()) {
            int kept = awaitFailure(program);
            assertThat(kept).isPositive();
            assertThat(new ProcessBuilder(PRLIMIT.toString(), "--fsize=unlimited", "--pid",
                    Long.toString(program.pid())).inheritIO().start().waitFor()).isZero();
            program.type("go on");
            assertThat(program.exitCode()).as("%s", program.errors()).isZero();
            assertThat(program.text()).endsWith("kept " + (kept + 20) + "\n");
            has(kept + 20);
        }
    }

    @Test
    void whatWasKeptBeforeIsThereWhenTheProcessIsKilledWithoutSpace() throws Exception {
        int kept;
        try (Program program = start()) {
            kept = awaitFailure(program);
        }
        has(kept);
    }

    @Test
    void whatWasKeptBeforeIsThereWhenTheHistoryIsClosedWithoutSpace() throws Exception {
        try (Program program = start()) {
            int kept = awaitFailure(program);
            program.endInput();
            program.exitCode();
            has(kept);
        }
    }
}
