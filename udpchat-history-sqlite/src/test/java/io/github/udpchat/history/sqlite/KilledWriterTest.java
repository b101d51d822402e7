package io.github.udpchat.history.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that appends to a history is killed again and again, always on the same file. In full with
 * {@code -Dhistory.kills=50}; then it prints what it has seen. {@code -Dhistory.seed=7} takes other moments.
 */
@Timeout(1200)
class KilledWriterTest {

    private static final int SHORT = 5;
    private static final int KILLS = Integer.getInteger("history.kills", SHORT);
    private static final long SEED = Long.getLong("history.seed", 1);
    private static final int MOST_AT_A_TIME = 64;

    /** So often at most an append returns before the kill. */
    private static final int MOST_APPENDS = 200;

    /** One in so many is killed while it opens the file, and puts into order what the one before has left. */
    private static final int ONE_IN_OPENING = 5;
    private static final long LONGEST_OPENING_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long LONGEST_WRITING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SplittableRandom random = new SplittableRandom(SEED);
    private long last = -1;
    private int inOpening;
    private int keptAfterAll;
    private int undone;

    @TempDir private Path folder;
    @TempDir private Path libraries;

    @Test
    void whatWasAcknowledgedIsThereOnceInOrderAndTheRestWhollyOrNotAtAll() throws IOException {
        Path file = folder.resolve("history.db");
        for (int kill = 1; kill <= KILLS; kill++) {
            EndlessWriter writer = new EndlessWriter(file, libraries, random.nextLong(), MOST_AT_A_TIME);
            try (writer) {
                awaitTheMoment(writer);
            }
            assertThat(writer.errors()).isEmpty();
            // In turns: put into order here and closed, or left as it is for the next writer to put into order.
            check(writer, kill % 2 == 0 ? file : copyOf(file));
        }
        assertThat(last).as("appended at all").isPositive();
        if (KILLS > SHORT) {
            System.out.printf(Locale.ROOT,
                    "seed %d: %d kills (%d of them while it opened the file), %d messages; of the "
                            + "appends under way %d were kept and %d undone%n",
                    SEED, KILLS, inOpening, last + 1, keptAfterAll,
                    undone);
        }
    }

    private void awaitTheMoment(EndlessWriter writer) {
        if (random.nextInt(ONE_IN_OPENING) == 0) {
            writer.awaitLine("opens", 1);
            // Nothing is waited for: this is the moment that the seed has drawn.
            LockSupport.parkNanos(random.nextLong(LONGEST_OPENING_NANOS));
        } else {
            writer.awaitLine("kept", random.nextInt(MOST_APPENDS));
            LockSupport.parkNanos(random.nextLong(LONGEST_WRITING_NANOS));
        }
    }

    /** What the dead has left: the file, and the log beside it. */
    private Path copyOf(Path file) throws IOException {
        Path copy = folder.resolve("copy.db");
        for (String suffix : List.of("", "-wal", "-journal")) {
            Path from = file.resolveSibling(file.getFileName() + suffix);
            Path to = copy.resolveSibling(copy.getFileName() + suffix);
            if (Files.exists(from)) {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(to);
            }
        }
        return copy;
    }

    private void check(EndlessWriter writer, Path file) throws IOException {
        writer.found().ifPresent(found -> assertThat(found).as("found by the one that was killed").isEqualTo(last));
        inOpening += writer.found().isPresent() ? 0 : 1;
        long kept = writer.kept().orElse(last);
        long underWay = writer.appends().orElse(kept);
        List<StoredMessage> loaded;
        try (SqliteHistory history = SqliteHistory.at(file)) {
            loaded = history.load();
        }
        long found = loaded.stream().mapToLong(Numbered::numberOf).max().orElse(-1);
        assertThat(found).as("the last message there").isIn(kept, underWay).isGreaterThanOrEqualTo(last);
        if (underWay > kept) {
            keptAfterAll += found == underWay ? 1 : 0;
            undone += found == kept ? 1 : 0;
        }
        last = found;
        checkRooms(loaded);
    }

    private void checkRooms(List<StoredMessage> loaded) {
        Map<RoomId, List<StoredMessage>> rooms = loaded.stream().collect(Collectors.groupingBy(StoredMessage::room));
        List<StoredMessage> newest = last < 0 ? List.of() : Numbered.lastOfEachRoom(last);
        assertThat(rooms).hasSameSizeAs(newest);
        for (StoredMessage message : newest) {
            List<StoredMessage> said = Numbered.epochUpTo(message);
            List<StoredMessage> there = rooms.get(message.room());
            assertThat(there).as("what is not forgotten")
                    .hasSizeBetween(Math.min(said.size(), Numbered.KEPT), said.size())
                    .containsExactlyElementsOf(said.subList(said.size() - there.size(), said.size()));
        }
    }
}
