package io.github.udpchat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryBenchTest {

    @Test
    void appendsAreMeasuredAndNothingIsLeftBehind(@TempDir Path disk) throws IOException {
        assertThat(HistoryBench.results(disk, Duration.ofMillis(20), 1))
                .contains("`fsync` | ", "| an append of 1 | ", "| an append of 64 | ");
        assertThat(disk).isEmptyDirectory();
    }
}
