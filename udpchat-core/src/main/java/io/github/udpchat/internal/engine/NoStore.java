package io.github.udpchat.internal.engine;

import java.util.List;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/** In the place of a store where there is none: nothing is there, and nothing is asked of it. */
final class NoStore implements HistoryStore {

    static final NoStore INSTANCE = new NoStore();

    private NoStore() {}

    @Override
    public List<StoredMessage> load() {
        return List.of();
    }

    @Override
    public void append(List<StoredMessage> messages) {
        throw new AssertionError("there is no store for " + messages.size() + " messages");
    }

    @Override
    public void forget(RoomId room, Position below) {
        throw new AssertionError("there is no store for " + room);
    }

    @Override
    public void close() {
        // There is nothing to end.
    }
}
