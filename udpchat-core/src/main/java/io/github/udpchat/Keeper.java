package io.github.udpchat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.session.Speech;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of one server: used by one call at a time, and closed once, also when a call hangs while the server closes; then
 * by that call, when it returns. Owned by one {@link ChatServer}.
 */
final class Keeper implements HistoryStore {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    /** So long the end waits for a call that is under way: with all that the engine may wait for it stays within 2 s. */
    private static final long PATIENCE_MILLIS = 250;

    private final HistoryStore store;
    private final Host host;
    private final ReentrantLock inUse = new ReentrantLock();
    private volatile boolean ending;
    private boolean closed;

    Keeper(HistoryStore store, Host host) {
        this.store = store;
        this.host = host;
    }

    /** Has the server remember what is kept. */
    void loadInto(Hub hub) {
        try {
            long now = host.nanoTime();
            Instant wall = host.clock().instant();
            inTheOrderOfTime(load()).forEach(timed -> {
                StoredMessage old = timed.message();
                // A clock that was set back must not make a message younger than it can be.
                Duration age = Duration.between(timed.said(), wall);
                long saidAt = now - (age.isNegative() ? 0 : TimeUnit.SECONDS.toNanos(age.toSeconds()));
                hub.restore(new ChatMessage(old.room(), Optional.of(old.author()), Speech.textOf(old.content()),
                        old.content(),
                        old.authorId(), Optional.of(old.position()), Optional.empty()), saidAt);
            });
        } catch (IOException e) {
            throw new StartFailedException("Can't read the history: " + e.getMessage(), e);
        }
    }

    private record Timed(StoredMessage message, Instant said) {}

    /**
     * What is kept comes room by room, and is forgotten by age over all rooms. Also where a clock was set back, those of a room
     * stay in the order of their positions: none counts as older than the one before it.
     */
    private static List<Timed> inTheOrderOfTime(List<StoredMessage> kept) {
        Map<RoomId, Instant> latest = new HashMap<>();
        return kept.stream()
                .map(old -> new Timed(old, latest.merge(old.room(), old.said(),
                        (before, said) -> said.isBefore(before) ? before : said)))
                .sorted(Comparator.comparing(Timed::said)).toList();
    }

    @Override
    public List<StoredMessage> load() throws IOException {
        inUse.lock();
        try {
            return store.load();
        } finally {
            done();
        }
    }

    @Override
    public void append(List<StoredMessage> messages) throws IOException {
        begin();
        try {
            store.append(messages);
        } finally {
            done();
        }
    }

    @Override
    public void forget(RoomId room, Position below) throws IOException {
        begin();
        try {
            store.forget(room, below);
        } finally {
            done();
        }
    }

    private void begin() throws IOException {
        inUse.lock();
        if (ending) {
            done();
            throw new IOException("the server is closed");
        }
    }

    private void done() {
        try {
            if (ending) {
                end();
            }
        } finally {
            inUse.unlock();
        }
    }

    private void end() {
        if (!closed) {
            closed = true;
            try {
                store.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("Closing the history failed", e);
            }
        }
    }

    /** Ends the use of the store, now or when the call returns that is under way. */
    @Override
    public void close() {
        ending = true;
        boolean interrupted = false;
        try {
            if (inUse.tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                done();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            if (inUse.tryLock()) {
                done();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
