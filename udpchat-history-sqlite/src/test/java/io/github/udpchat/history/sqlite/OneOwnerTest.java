package io.github.udpchat.history.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.udpchat.interop.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A history belongs to one server at a time, in this program and in others. */
class OneOwnerTest {

    @TempDir private Path folder;
    @TempDir private Path libraries;

    private Path file() {
        return folder.resolve("history.db");
    }

    /** {@return what another program says that opens the file and appends to it, or can't} */
    private String saysAnother() {
        try (Program program = Program.java(
                List.of("--enable-native-access=ALL-UNNAMED", "-Dorg.sqlite.tmpdir=" + libraries),
                OneAppendMain.class, file().toString())) {
            assertThat(program.exitCode()).as("%s", program.errors()).isZero();
            assertThat(program.errors()).isEmpty();
            return program.text().strip();
        }
    }

    @Test
    void secondHistoryInThisProgramIsRefusedAndTheFirstKeepsItsLock() throws IOException {
        try (SqliteHistory first = SqliteHistory.at(file())) {
            assertThatIOException().isThrownBy(() -> SqliteHistory.at(file()))
                    .withMessage("the history in " + file() + " is in use by another server of this program");
            first.append(Numbered.messages(0, 9));
            assertThat(saysAnother()).isEqualTo("the history in " + file() + " is in use by another program");
            first.append(Numbered.messages(10, 19));
            assertThat(first.load()).hasSize(20);
        }
        assertThat(saysAnother()).isEqualTo("appended");
        try (SqliteHistory next = SqliteHistory.at(file())) {
            assertThat(next.load()).hasSize(21);
        }
    }

    @Test
    void historyOfWhichNothingWasAskedYetIsLockedToo() throws IOException {
        try (SqliteHistory first = SqliteHistory.at(file())) {
            assertThat(saysAnother()).isEqualTo("the history in " + file() + " is in use by another program");
            assertThat(first.load()).isEmpty();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void otherNamesOfTheFileAreTheSameHistory() throws IOException {
        try (SqliteHistory first = SqliteHistory.at(file())) {
            Path link = Files.createSymbolicLink(folder.resolve("link.db"), file());
            Path dotted = folder.resolve(".").resolve("history.db");
            for (Path other : List.of(link, dotted)) {
                assertThatIOException().isThrownBy(() -> SqliteHistory.at(other)).withMessageContaining("in use");
            }
            assertThat(saysAnother()).contains("in use");
            assertThat(first.load()).isEmpty();
        }
    }

    @Test
    void historyThatAnotherProgramUsesIsRefused() throws IOException {
        try (EndlessWriter other = new EndlessWriter(file(), libraries, 1, 5)) {
            other.awaitLine("kept", 3);
            assertThatIOException().isThrownBy(() -> SqliteHistory.at(file()))
                    .withMessage("the history in " + file() + " is in use by another program");
            int before = (int) other.kept().orElseThrow();
            other.awaitLine("kept " + (before + 1), 0);
            assertThat(other.errors()).isEmpty();
        }
        try (SqliteHistory next = SqliteHistory.at(file())) {
            assertThat(next.load()).isNotEmpty();
        }
    }
}
