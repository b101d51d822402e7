package io.github.udpchat.history.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no history, or not any more, are refused with a clear word and stay as they are. */
class RefusedFileTest {

    private static final int PAGE_BYTES = 4_096;

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("history.db");
    }

    /** Opening or loading fails, and nothing has changed, nor is anything beside the file. */
    private void isRefused(String why) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatIOException().isThrownBy(() -> {
            try (SqliteHistory history = SqliteHistory.at(file)) {
                history.load();
            }
        }).withMessageContaining(file.toString()).withMessageContaining(why);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private void sqlite(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void fillHistory() throws IOException {
        try (SqliteHistory history = SqliteHistory.at(file)) {
            history.append(Numbered.messages(0, 199));
        }
    }

    static Stream<byte[]> foreignContents() {
        byte[] noise = new byte[10_000];
        new SplittableRandom(1).nextBytes(noise);
        return Stream.of(new byte[1], new byte[100], new byte[2 * PAGE_BYTES], noise,
                "Dear diary,\n".repeat(100).getBytes(StandardCharsets.UTF_8),
                "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("foreignContents")
    void anyOtherFile(byte[] content) throws IOException {
        Files.write(file, content);
        isRefused("is not a history of udpchat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void databaseOfAnotherProgram(String journal) throws Exception {
        sqlite("PRAGMA journal_mode = " + journal, "CREATE TABLE message (room TEXT)", "PRAGMA user_version = 1");
        isRefused("is not a history of udpchat");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 1_000, -1})
    void anotherVersion(int version) throws Exception {
        fillHistory();
        sqlite("PRAGMA user_version = " + version);
        isRefused("is of version " + version + ", and this library knows version 1");
    }

    @Test
    void historyWithoutItsTable() throws Exception {
        fillHistory();
        sqlite("DROP TABLE message");
        isRefused("no such table");
    }

    @Test
    void historyWithImpossibleValues() throws Exception {
        fillHistory();
        sqlite("UPDATE message SET author_id = -5 WHERE author = (SELECT max(author) FROM message)");
        isRefused("peer id must be 1 or greater");
    }

    @Test
    void historyOfWhichAPageIsOverwritten() throws Exception {
        fillHistory();
        byte[] whole = Files.readAllBytes(file);
        byte[] noise = new byte[PAGE_BYTES];
        new SplittableRandom(2).nextBytes(noise);
        int pages = whole.length / PAGE_BYTES;
        assertThat(pages).isGreaterThan(10);
        for (int page = 0; page < pages; page++) {
            Files.write(file, ByteBuffer.wrap(whole.clone()).put(page * PAGE_BYTES, noise).array());
            isRefused("damaged");
        }
        Files.write(file, whole);
        try (SqliteHistory history = SqliteHistory.at(file)) {
            assertThat(history.load()).hasSize(200);
        }
    }

    @Test
    void historyThatIsCutOff() throws Exception {
        fillHistory();
        byte[] whole = Files.readAllBytes(file);
        for (int left = PAGE_BYTES; left < whole.length; left += PAGE_BYTES) {
            Files.write(file, Arrays.copyOf(whole, left));
            isRefused("damaged");
        }
    }

    @Test
    void whatIsNoFileAtAll() throws IOException {
        assertThatIOException().isThrownBy(() -> SqliteHistory.at(folder)).withMessage(folder + " is not a file");
        assertThatIOException().isThrownBy(() -> SqliteHistory.at(folder.resolve("nowhere").resolve("history.db")))
                .isInstanceOf(NoSuchFileException.class).withMessageEndingWith("history.db: there is no such folder");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void refusedFileMayBeOpenedWhenItIsSound() throws IOException {
        Files.write(file, new byte[100]);
        isRefused("is not a history of udpchat");
        Files.write(file, new byte[0]);
        try (SqliteHistory history = SqliteHistory.at(file)) {
            assertThat(history.load()).isEmpty();
        }
    }
}
