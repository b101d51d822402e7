package io.github.udpchat.internal.hub;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of all rooms, within the bounds of a {@link History}: whatever is beyond them goes, the oldest first.
 * Owned by the {@link Rooms}.
 */
final class Archive {

    /** So often it is looked at most for what has become too old. */
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A store hears of what is forgotten when it is so many messages: each time costs it a write. */
    private static final int DROPS_TO_TELL = 64;

    private final History bounds;
    private final long mostBytes;
    private final boolean stored;

    /** Of all rooms, in the order in which they were said. */
    private final SequencedSet<RoomLog.Kept> all = new LinkedHashSet<>();

    /** What a store need not keep any more, until it is told. */
    private final Map<RoomId, Position> forgotten = new LinkedHashMap<>();
    private int dropped;
    private boolean mustTell;
    private long bytes;
    private long lastSweep = Long.MIN_VALUE;

    /**
     * An empty archive.
     *
     * @param bounds    of each room
     * @param mostBytes of all together
     * @param stored    whether there is a store that is to hear what is forgotten
     */
    Archive(History bounds, long mostBytes, boolean stored) {
        this.bounds = bounds;
        this.mostBytes = mostBytes;
        this.stored = stored;
    }

    /** {@return whether anything is remembered at all} */
    boolean remembers() {
        return bounds.messages() > 0;
    }

    /** Remembers a message, and forgets what must go for it. */
    void keep(RoomLog log, ChatMessage message, long saidAt) {
        RoomLog.Kept kept = log.add(message, saidAt);
        all.add(kept);
        bytes += kept.bytes();
        while (log.count() > bounds.messages() || log.bytes() > bounds.bytes()) {
            drop(log.oldest());
        }
        while (bytes > mostBytes) {
            drop(all.getFirst());
        }
    }

    private void drop(RoomLog.@Nullable Kept kept) {
        if (kept == null) {
            throw new AssertionError("a room without messages is beyond its bounds");
        }
        remove(kept);
        if (stored) {
            Room room = kept.log().room();
            forgotten.put(room.id(), new Position(room.next().epoch(), kept.offset() + 1));
            dropped++;
            // A room of which nothing is left may begin anew, and then an older life of it must not be forgotten any more.
            mustTell |= kept.log().count() == 0 || dropped >= DROPS_TO_TELL;
        }
    }

    private void remove(RoomLog.Kept kept) {
        kept.log().remove(kept);
        all.remove(kept);
        bytes -= kept.bytes();
    }

    /** Forgets all of a room. */
    void dropAll(RoomLog log) {
        while (log.oldest() != null) {
            drop(log.oldest());
        }
    }

    /** Forgets all of a room that has begun anew; a store has forgotten that by itself. */
    void begunAnew(RoomLog log) {
        for (RoomLog.Kept oldest = log.oldest(); oldest != null; oldest = log.oldest()) {
            remove(oldest);
        }
        forgotten.remove(log.room().id());
    }

    /** {@return what was forgotten since it was told last, as the positions below which nothing is left; nothing if that is too little} */
    Map<RoomId, Position> takeForgotten() {
        if (!mustTell) {
            return new LinkedHashMap<>(0);
        }
        Map<RoomId, Position> taken = new LinkedHashMap<>(forgotten);
        forgotten.clear();
        dropped = 0;
        mustTell = false;
        return taken;
    }

    /** {@return whether so much was forgotten that a store is to be told} */
    boolean hasForgotten() {
        return mustTell;
    }

    /** {@return when {@link #nextTooOld} has something to say, or {@link Machine#NEVER}} */
    long nextDeadline() {
        if (all.isEmpty()) {
            return Machine.NEVER;
        }
        long due = all.getFirst().saidAt() + bounds.age().toNanos();
        return lastSweep == Long.MIN_VALUE ? due : Math.max(due, lastSweep + SWEEP_NANOS);
    }

    /** Forgets a message that is too old; returns the room that it was said in, or null if there is none. */
    @Nullable
    Room nextTooOld(long now) {
        if (all.isEmpty() || all.getFirst().saidAt() + bounds.age().toNanos() > now) {
            lastSweep = now;
            return null;
        }
        RoomLog.Kept oldest = all.getFirst();
        drop(oldest);
        return oldest.log().room();
    }

    /** {@return how many bytes are remembered} */
    long bytes() {
        return bytes;
    }
}
