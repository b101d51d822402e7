package io.github.udpchat.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.contract.HistoryStoreContract;
import io.github.udpchat.contract.InMemoryHistory;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

class InMemoryHistoryTest extends HistoryStoreContract {

    private static final StoredMessage HELLO = new StoredMessage(RoomId.LOBBY, new Position(1, 0), Instant.EPOCH,
            Optional.empty(), "server", Payload.utf8("hello"));

    private final InMemoryHistory history = new InMemoryHistory();

    @Override
    protected HistoryStore open() {
        return history.open();
    }

    @Test
    void failsUntilItWorksAgain() throws IOException {
        try (HistoryStore store = history.open()) {
            history.fail("disk full");
            assertThatIOException().isThrownBy(store::load).withMessage("disk full");
            assertThatIOException().isThrownBy(() -> store.append(List.of(HELLO))).withMessage("disk full");
            assertThatIOException().isThrownBy(() -> store.forget(RoomId.LOBBY, new Position(1, 0)));
            assertThat(history.kept()).isEmpty();
            history.work();
            store.append(List.of(HELLO));
            assertThat(history.kept()).containsExactly(HELLO);
        }
    }

    @Test
    void servesOneServerAtATime() throws IOException {
        HistoryStore first = history.open();
        assertThatIllegalStateException().isThrownBy(history::open).withMessageContaining("in use");
        first.close();
        try (HistoryStore second = history.open()) {
            first.close();
            assertThatIllegalStateException().as("closed once").isThrownBy(history::open);
            assertThatIOException().isThrownBy(() -> first.append(List.of(HELLO))).withMessageContaining("closed");
            second.append(List.of(HELLO));
        }
    }
}
