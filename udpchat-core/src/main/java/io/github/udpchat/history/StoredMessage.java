package io.github.udpchat.history;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/**
 * A message as a {@link HistoryStore} keeps it.
 *
 * {@snippet :
 * for (StoredMessage stored : store.load()) {
 *     System.out.println(stored.said() + " " + PrintableText.of(stored.author()) + " in " + stored.room());
 * }
 * }
 *
 * @param room     where it was said
 * @param position where it stands there
 * @param said     when the server kept it, by the wall clock
 * @param authorId who said it, as the server knew the author then; nothing if it was the server itself
 * @param author   the author's name
 * @param content  what was said
 */
public record StoredMessage(RoomId room, Position position, Instant said, Optional<PeerId> authorId, String author,
        Payload content) {

    /** Checks that nothing is missing. */
    public StoredMessage {
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(authorId, "authorId");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(content, "content");
    }
}
