package io.github.udpchat.session.campaign;

import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * What stands where in which room, over all lives of the server: the same for all who hear it, as new or as old, for the server
 * and its store. So each member's view of a room is a part of one order. Owned by one {@link World}.
 */
final class Chronicle {

    private final Findings findings;
    private final Talk talk;
    private final Supplier<Duration> now;
    private final boolean mayBeRefused;
    private final Map<RoomId, Book> books = new HashMap<>();
    private final Map<String, RoomId> saidIn = new HashMap<>();

    /** Where each text stands; nothing stands at two places. */
    private final Map<String, Position> places = new HashMap<>();
    private final List<Reader> readers = new ArrayList<>();

    /** What stands at one place of a room, and when somebody heard it first. */
    static final class Line {

        private final String key;
        private final String author;
        private final Optional<PeerId> authorId;
        private final Talk.@Nullable View program;
        private final int bytes;
        private final Duration since;
        private boolean heardByServer;

        private Line(String key, String author, Optional<PeerId> authorId, Talk.@Nullable View program, int bytes,
                Duration since) {
            this.key = key;
            this.author = author;
            this.authorId = authorId;
            this.program = program;
            this.bytes = bytes;
            this.since = since;
        }

        String key() {
            return key;
        }

        int bytes() {
            return bytes;
        }

        Duration since() {
            return since;
        }

        boolean isOf(Talk.View whose) {
            return program == whose;
        }

        private boolean isThe(Line other) {
            return key.equals(other.key) && author.equals(other.author) && authorId.equals(other.authorId);
        }

        @Override
        public String toString() {
            return key + " of " + author + " " + authorId;
        }
    }

    /** What stands in one room, in all of its epochs. */
    private static final class Book {

        private final Map<Long, NavigableMap<Long, Line>> epochs = new HashMap<>();
        private final Set<Long> pastEpochs = new HashSet<>();
        private final Map<Talk.View, Integer> lastNumbers = new HashMap<>();
        private @Nullable Position last;

        NavigableMap<Long, Line> lines(long epoch) {
            return epochs.computeIfAbsent(epoch, begun -> new TreeMap<>());
        }
    }

    /**
     * Nothing stands anywhere.
     *
     * @param mayBeRefused whether what has a place already may be refused
     */
    Chronicle(Findings findings, Talk talk, Supplier<Duration> now, boolean mayBeRefused) {
        this.mayBeRefused = mayBeRefused;
        this.findings = findings;
        this.talk = talk;
        this.now = now;
    }

    private Book book(RoomId room) {
        return books.computeIfAbsent(room, opened -> new Book());
    }

    /** Somebody is about to say a text in a room. */
    void isSaid(RoomId room, String text) {
        saidIn.put(Talk.key(text), room);
    }

    /** {@return what one client hears of a room} */
    Reader reader(RoomId room, HonestClient client, World world) {
        Reader reader = new Reader(world, this, room, client);
        readers.add(reader);
        return reader;
    }

    // ---- what stands where

    /** Somebody hears a message; returns what stands there. */
    @Nullable
    Line hears(String who, ChatMessage message) {
        Position at = message.position().orElse(null);
        String author = message.author().orElse("nobody");
        Talk.Said said = talk.checkContent(who, author, message.text());
        if (at == null || said == null) {
            findings.require(at != null, "%s heard %s, which stands nowhere", who, Talk.key(message.text()));
            return null;
        }
        Line line = new Line(Talk.key(message.text()), author, message.authorId(), said.author(),
                message.content().size(), now.get());
        RoomId meant = saidIn.getOrDefault(line.key, RoomId.LOBBY);
        findings.require(message.room().equals(meant), "%s was said in %s and heard by %s in %s", line, meant, who,
                message.room());
        Line before = book(message.room()).lines(at.epoch()).putIfAbsent(at.offset(), line);
        findings.require(before == null || before.isThe(line), "at %s in %s stands %s, and for %s %s", at,
                message.room(), before, who, line);
        Position place = places.putIfAbsent(line.key, at);
        findings.require(place == null || place.equals(at), "%s stands at %s, and for %s at %s", line, place, who, at);
        return before == null ? line : before;
    }

    /** The server's listener hears a message: one after the other in an epoch, and no epoch comes again. */
    void heardByServer(ChatMessage message) {
        Line line = hears("the server", message);
        if (line == null) {
            return;
        }
        findings.require(!line.heardByServer, "the server heard %s twice", line);
        line.heardByServer = true;
        Book book = book(message.room());
        Position at = message.position().orElseThrow();
        Position last = book.last;
        if (last != null && last.epoch() == at.epoch()) {
            // The place of what was not stored stays empty.
            findings.require(at.offset() == last.offset() + 1 || mayBeRefused && at.offset() > last.offset(),
                    "%s at %s in %s behind %s", line, at, message.room(), last);
        } else {
            findings.require((at.offset() == 0 || mayBeRefused) && book.pastEpochs.add(at.epoch()),
                    "%s begins %s anew at %s", line,
                    message.room(), at);
        }
        book.last = at;
        Talk.View program = line.program;
        if (program != null) {
            int number = Integer.parseInt(line.key.substring(line.key.indexOf(' ') + 1));
            Integer before = book.lastNumbers.put(program, number);
            findings.require(before == null || before < number, "the server heard %s after %s", line, before);
        }
    }

    /** The server begins anew and finds that in its store. What was stored right before its end, nobody has heard. */
    void isRestored(List<StoredMessage> messages) {
        for (StoredMessage stored : messages) {
            Line line = hears("the store", new ChatMessage(stored.room(), Optional.of(stored.author()),
                    textOf(stored), stored.content(), stored.authorId(), Optional.of(stored.position()),
                    Optional.empty()));
            Book book = book(stored.room());
            if (line != null && !line.heardByServer) {
                line.heardByServer = true;
                book.last = stored.position();
                book.pastEpochs.add(stored.position().epoch());
            }
        }
    }

    private static String textOf(StoredMessage stored) {
        try {
            return stored.content().decodeUtf8();
        } catch (CharacterCodingException e) {
            throw new AssertionError("everything that is said is text", e);
        }
    }

    // ---- in the end

    boolean hasServerHeard(String text) {
        RoomId room = saidIn.getOrDefault(Talk.key(text), RoomId.LOBBY);
        Position at = places.get(Talk.key(text));
        return at != null && Objects.requireNonNull(book(room).lines(at.epoch()).get(at.offset())).heardByServer;
    }

    /** {@return whether the server heard a text as the message at that place of its room} */
    boolean isAt(String text, Position at) {
        return hasServerHeard(text) && at.equals(places.get(Talk.key(text)));
    }

    /** {@return what stands in a room between two offsets, the second excluded} */
    NavigableMap<Long, Line> between(RoomId room, long epoch, long from, long until) {
        return from < until ? book(room).lines(epoch).subMap(from, true, until, false) : new TreeMap<>();
    }

    /** {@return everything that stands in a room from an offset on} */
    NavigableMap<Long, Line> from(RoomId room, long epoch, long from) {
        return book(room).lines(epoch).tailMap(from, true);
    }

    /** {@return how many messages were left out of what clients heard, up to the last in each session, or up to now} */
    int missed() {
        return readers.stream().mapToInt(Reader::missed).sum();
    }

    /** What was heard must have been heard by the server's listener too, and what was not must be explained. */
    void check() {
        books.forEach((room, book) -> book.epochs.values()
                .forEach(lines -> lines.forEach((offset, line) -> findings.require(line.heardByServer,
                        "%s was heard in %s, but not by the server", line, room))));
        readers.forEach(Reader::check);
    }
}
