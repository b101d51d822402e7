package io.github.udpchat.history.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.udpchat.contract.HistoryStoreContract;
import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteHistoryTest extends HistoryStoreContract {

    private static final RoomId DEV = new RoomId("dev");

    @TempDir private Path folder;

    @Override
    protected HistoryStore open() throws IOException {
        return SqliteHistory.at(folder.resolve("history.db"));
    }

    private static StoredMessage message(RoomId room, long offset, String author) {
        return new StoredMessage(room, new Position(1, offset), Instant.EPOCH, Optional.empty(), author,
                Payload.utf8("message " + offset));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void filesAreTheirOwnersAlone() throws IOException {
        try (HistoryStore history = open()) {
            history.append(List.of(message(DEV, 0, "Ana")));
            assertThat(files()).extracting(file -> file.getFileName().toString())
                    .containsExactly("history.db", "history.db-wal");
            for (Path file : files()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            }
        }
        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "what?mode=memory&cache=shared", "#1", "100%", "%20", "ü 🦊", "file:x", ":memory:",
            "it's; --"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void fileMayHaveAnyName(String name) throws IOException {
        Path file = folder.resolve(name);
        try (HistoryStore history = SqliteHistory.at(file)) {
            history.append(List.of(message(DEV, 0, "Ana")));
        }
        assertThat(files()).containsExactly(file);
        try (HistoryStore history = SqliteHistory.at(file)) {
            assertThat(history.load()).containsExactly(message(DEV, 0, "Ana"));
        }
    }

    @Test
    void emptyFileBecomesAHistory() throws IOException {
        Files.createFile(folder.resolve("history.db"));
        try (HistoryStore history = open()) {
            assertThat(history.load()).isEmpty();
            history.append(List.of(message(DEV, 0, "Ana")));
        }
        try (HistoryStore history = open()) {
            assertThat(history.load()).hasSize(1);
        }
    }

    @Test
    void positionThatIsTakenIsRefusedTogetherWithWhatCameWithIt() throws IOException {
        try (HistoryStore history = open()) {
            history.append(List.of(message(DEV, 0, "Ana")));
            assertThatIOException().isThrownBy(() -> history.append(List.of(message(RoomId.LOBBY, 0, "Ben"),
                    message(DEV, 1, "Ben"), message(DEV, 0, "Ben")))).withMessageContaining("history.db");
            history.append(List.of(message(DEV, 1, "Ana")));
        }
        try (HistoryStore history = open()) {
            assertThat(history.load()).containsExactly(message(DEV, 0, "Ana"), message(DEV, 1, "Ana"));
        }
    }

    @Test
    void nameWithoutAUtf8FormIsRefusedAndNotTakenForAnother() throws IOException {
        RoomId high = new RoomId("\uD800");
        try (HistoryStore history = open()) {
            assertThatIOException().isThrownBy(() -> history.append(List.of(message(DEV, 0, "Ana"),
                    message(high, 0, "Ana")))).withMessageContaining("surrogate");
            assertThatIOException().isThrownBy(() -> history.append(List.of(message(DEV, 0, "Ana\uDC00"))));
            assertThatIOException().isThrownBy(() -> history.forget(high, new Position(1, 0)));
            history.append(List.of(message(DEV, 0, "Ben")));
        }
        try (HistoryStore history = open()) {
            assertThat(history.load()).containsExactly(message(DEV, 0, "Ben"));
        }
    }

    @Test
    void interruptOfTheCallerDoesNoHarm() throws IOException {
        try (HistoryStore history = open()) {
            Thread.currentThread().interrupt();
            history.append(List.of(message(DEV, 0, "Ana")));
            assertThat(history.load()).hasSize(1);
            assertThat(Thread.interrupted()).isTrue();
            history.append(List.of(message(DEV, 1, "Ana")));
        }
    }

    @Test
    void placeOfWhatIsForgottenIsUsedAgain() throws IOException {
        Path file = folder.resolve("history.db");
        long afterTheFirst = 0;
        for (int round = 0; round < 10; round++) {
            try (HistoryStore history = open()) {
                for (long offset = 1_000L * round; offset < 1_000L * (round + 1); offset += 50) {
                    history.append(Stream.iterate(offset, at -> at + 1).limit(50).map(at -> message(DEV, at, "Ana"))
                            .toList());
                    history.forget(DEV, new Position(1, Math.max(0, offset - 200)));
                }
            }
            afterTheFirst = round == 0 ? Files.size(file) : afterTheFirst;
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(2 * afterTheFirst);
    }

    @Test
    void closedHistoryTakesNothingAndIsClosedOnce() throws IOException {
        HistoryStore closed = open();
        closed.close();
        try (HistoryStore open = open()) {
            closed.close();
            assertThatIOException().isThrownBy(() -> closed.append(List.of(message(DEV, 0, "Ana"))));
            assertThatIOException().isThrownBy(() -> closed.forget(DEV, new Position(1, 0)));
            assertThatIOException().isThrownBy(closed::load);
            assertThatIOException().as("closed once").isThrownBy(this::open).withMessageContaining("in use");
            assertThat(open.load()).isEmpty();
        }
    }
}
