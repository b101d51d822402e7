package io.github.udpchat.contract;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/**
 * Keeps what was said for servers in tests: what one server has appended, the next one finds, in the same process. It can
 * be told to fail like a disk that is full. Owned by a test, and may be asked from any thread while a server uses it.
 */
public final class InMemoryHistory {

    private final Map<RoomId, TreeMap<Position, StoredMessage>> rooms = new LinkedHashMap<>();
    private Optional<String> failure = Optional.empty();
    private boolean isOpen;
    private Runnable abandoned = () -> {
    };

    /** Nothing is kept yet. */
    public InMemoryHistory() {}

    /**
     * Opens it for a server.
     *
     * @return the store
     * @throws IllegalStateException if it is open already: a store serves one server at a time
     */
    public synchronized HistoryStore open() {
        if (isOpen) {
            throw new IllegalStateException("this history is in use by another server");
        }
        isOpen = true;
        Store store = new Store();
        abandoned = store::close;
        return store;
    }

    /**
     * From now on all that a server asks for fails, but closing.
     *
     * @param why the message of the exceptions
     */
    public synchronized void fail(String why) {
        failure = Optional.of(why);
    }

    /** From now on it works again. */
    public synchronized void work() {
        failure = Optional.empty();
    }

    /** The server that has it was killed: what it does from here on fails, and another server may open it. */
    public synchronized void abandon() {
        abandoned.run();
    }

    /** {@return what is kept now, oldest first in each room} */
    public synchronized List<StoredMessage> kept() {
        return rooms.values().stream().flatMap(room -> room.values().stream()).toList();
    }

    private final class Store implements HistoryStore {

        private boolean isClosed;

        @Override
        public List<StoredMessage> load() throws IOException {
            synchronized (InMemoryHistory.this) {
                check();
                return kept();
            }
        }

        @Override
        public void append(List<StoredMessage> messages) throws IOException {
            // All are read before the first is kept, so that what fails while they are read keeps none.
            List<StoredMessage> all = List.copyOf(messages);
            synchronized (InMemoryHistory.this) {
                check();
                all.forEach(this::keep);
            }
        }

        private void keep(StoredMessage message) {
            TreeMap<Position, StoredMessage> room = rooms.computeIfAbsent(message.room(),
                    name -> new TreeMap<>(Comparator.comparingLong(Position::offset)));
            room.keySet().removeIf(position -> position.epoch() != message.position().epoch());
            room.put(message.position(), message);
        }

        @Override
        public void forget(RoomId room, Position below) throws IOException {
            Objects.requireNonNull(below, "below");
            synchronized (InMemoryHistory.this) {
                check();
                TreeMap<Position, StoredMessage> there = rooms.getOrDefault(room, new TreeMap<>());
                there.keySet().removeIf(
                        position -> position.epoch() != below.epoch() || position.offset() < below.offset());
                if (there.isEmpty()) {
                    rooms.remove(room);
                }
            }
        }

        private void check() throws IOException {
            if (isClosed) {
                throw new IOException("this history is closed");
            }
            if (failure.isPresent()) {
                throw new IOException(failure.get());
            }
        }

        @Override
        public void close() {
            synchronized (InMemoryHistory.this) {
                isOpen &= isClosed;
                isClosed = true;
            }
        }
    }
}
