package io.github.udpchat.internal.hub;

import java.util.Map;
import java.util.TreeMap;

import io.github.udpchat.model.ChatMessage;
import org.jspecify.annotations.Nullable;

/** The messages of one room that are remembered, by their offsets. Owned by the {@link Archive}, which bounds it. */
final class RoomLog implements Past {

    /** What a message costs beside its content. */
    private static final int OVERHEAD_BYTES = 256;

    private final Room room;
    private final TreeMap<Long, Kept> byOffset = new TreeMap<>();
    private long bytes;

    /** A message that is remembered. */
    static final class Kept implements Past.Old {

        private final RoomLog log;
        private final ChatMessage message;
        private final long saidAt;

        private Kept(RoomLog log, ChatMessage message, long saidAt) {
            this.log = log;
            this.message = message;
            this.saidAt = saidAt;
        }

        @Override
        public ChatMessage message() {
            return message;
        }

        @Override
        public long saidAt() {
            return saidAt;
        }

        long offset() {
            return message.position().orElseThrow().offset();
        }

        long bytes() {
            return message.content().size() + OVERHEAD_BYTES;
        }

        RoomLog log() {
            return log;
        }
    }

    RoomLog(Room room) {
        this.room = room;
    }

    Room room() {
        return room;
    }

    Kept add(ChatMessage message, long saidAt) {
        Kept kept = new Kept(this, message, saidAt);
        byOffset.put(kept.offset(), kept);
        bytes += kept.bytes();
        return kept;
    }

    void remove(Kept kept) {
        byOffset.remove(kept.offset());
        bytes -= kept.bytes();
    }

    /** {@return the oldest message, or null if there is none} */
    @Nullable
    Kept oldest() {
        Map.Entry<Long, Kept> first = byOffset.firstEntry();
        return first == null ? null : first.getValue();
    }

    @Override
    public @Nullable Old from(long offset) {
        Map.Entry<Long, Kept> next = byOffset.ceilingEntry(offset);
        return next == null ? null : next.getValue();
    }

    /** {@return the offset of the oldest of the last so many messages; the room's next offset if there is none} */
    long lastFrom(int most) {
        long from = room.next().offset();
        int left = most;
        for (long offset : byOffset.descendingKeySet()) {
            if (left-- == 0) {
                break;
            }
            from = offset;
        }
        return from;
    }

    @Override
    public long end() {
        return room.next().offset();
    }

    int count() {
        return byOffset.size();
    }

    long bytes() {
        return bytes;
    }
}
