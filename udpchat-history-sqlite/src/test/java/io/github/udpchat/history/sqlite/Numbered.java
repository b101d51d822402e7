package io.github.udpchat.history.sqlite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/** Messages of which everything follows from their number, so that two processes agree on them without a word. */
final class Numbered {

    static final int ROOMS = 5;

    /** So many messages each room keeps at least. */
    static final int KEPT = 150;

    /** So many messages a room has before it begins anew. */
    private static final int EPOCH_MESSAGES = 700;

    private static final int LONGEST_CONTENT_BYTES = 65_280;
    private static final int ONE_IN_LONG = 50;

    private Numbered() {}

    static StoredMessage message(long number) {
        SplittableRandom random = new SplittableRandom(number);
        byte[] content = new byte[random.nextInt(random.nextInt(ONE_IN_LONG) == 0 ? LONGEST_CONTENT_BYTES + 1 : 200)];
        random.nextBytes(content);
        return new StoredMessage(room(number), position(number), Instant.ofEpochSecond(number, number % 1_000_000_000),
                number % 7 == 0 ? Optional.empty() : Optional.of(new PeerId(number)), "🦊" + number,
                Payload.copyOf(content));
    }

    static long numberOf(StoredMessage message) {
        return Long.parseLong(message.author().substring("🦊".length()));
    }

    static RoomId room(long number) {
        return new RoomId("room " + number % ROOMS);
    }

    private static Position position(long number) {
        long inRoom = number / ROOMS;
        // Epochs go up and down.
        return new Position(new SplittableRandom(inRoom / EPOCH_MESSAGES).nextLong(), inRoom % EPOCH_MESSAGES);
    }

    static List<StoredMessage> messages(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Numbered::message).toList();
    }

    /** {@return the last message of each room, once all up to this one were said} */
    static List<StoredMessage> lastOfEachRoom(long last) {
        return messages(Math.max(0, last - ROOMS + 1), last);
    }

    /** {@return what a room has of its epoch in which this is the last message, nothing forgotten} */
    static List<StoredMessage> epochUpTo(StoredMessage last) {
        List<StoredMessage> messages = new ArrayList<>();
        for (long offset = 0; offset <= last.position().offset(); offset++) {
            messages.add(message(numberOf(last) - (last.position().offset() - offset) * ROOMS));
        }
        return messages;
    }
}
