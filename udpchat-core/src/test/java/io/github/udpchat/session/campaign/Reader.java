package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * What one client hears of one room, over all of its sessions: in order, what is old before what is new, and nothing is left
 * out but with a word. Owned by the client; the {@link Chronicle} knows it too.
 */
final class Reader {

    /** What is remembered of a message costs that much beside its content. */
    private static final int OVERHEAD_BYTES = 256;
    private static final Duration SWEEP = Duration.ofSeconds(5);

    private final World world;
    private final Chronicle chronicle;
    private final RoomId room;
    private final HonestClient client;
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Told> gaps = new ArrayList<>();

    /** Of the epoch in which it heard something last, the first offset that it does not know. */
    private @Nullable Position next;

    /** Whether the next message there must be preceded by a recall; whether what comes may be old. */
    private boolean awaitsRecall = true;
    private boolean mayBeOld;

    /** Set at a recall of a room of which it knows nothing, until it hears something there: an epoch that it must not be. */
    private @Nullable Long notEpoch;

    /** How often the client has left and not been told yet that it begins anew there. */
    private int leavings;

    /**
     * Whether it has left and hears late: then what it is told of a server that has begun anew may be taken for the beginning after
     * that, which comes yet.
     */
    private boolean leftLate;

    /** What was heard between one recall and the next. */
    private static final class Stretch {

        /** When it began, and when the server had decided what it tells, if that is known; and with what, null where the client knew nothing. */
        private final Duration at;
        private final Optional<Duration> decided;
        private final @Nullable Position from;
        private final Set<Long> heard = new HashSet<>();
        private @Nullable Position first;
        private @Nullable Position firstOld;
        private long until;

        private Stretch(Duration at, Optional<Duration> decided, @Nullable Position from) {
            this.at = at;
            this.decided = decided;
            this.from = from;
        }
    }

    /** The client was told at some time that it has missed everything between two places. */
    private record Told(Position missed, Position from, Duration at) {}

    Reader(World world, Chronicle chronicle, RoomId room, HonestClient client) {
        this.world = world;
        this.chronicle = chronicle;
        this.room = room;
        this.client = client;
    }

    // ---- what happens

    /** The client has lost its session. */
    void interrupted() {
        awaitsRecall = true;
    }

    /** The client leaves the room, and forgets it. It may hear what was said there before that. */
    void leaves() {
        leavings++;
        leftLate |= !client.program().listenerRests().isZero();
    }

    void recalled(Recall recall) {
        Position known = next;
        switch (recall) {
            case Recall.Fresh fresh -> {
                notEpoch = leavings == 0 && !leftLate && known != null ? (Long) known.epoch() : null;
                // What was recalled at first may be heard when the client has left already.
                leavings = known == null ? leavings : Math.max(0, leavings - 1);
                begins(null);
            }
            case Recall.Recovered(Position from) -> {
                require(known == null || isNext(known, from), "%s, where %s is next", recall, known);
                begins(from);
            }
            case Recall.Gap(Position missed, Position from) -> {
                require((known == null || isNext(known, missed)) && from.epoch() == missed.epoch()
                        && from.offset() > missed.offset(), "%s, where %s is next", recall, known);
                gaps.add(new Told(missed, from, world.net().now()));
                begins(from);
            }
        }
        awaitsRecall = false;
        mayBeOld = true;
    }

    /** {@return whether a client that has heard everything before a place misses nothing before another: what stands between is its own} */
    private boolean isNext(Position known, Position from) {
        return from.epoch() == known.epoch() && from.offset() >= known.offset()
                && chronicle.between(room, known.epoch(), known.offset(), from.offset()).values().stream()
                        .allMatch(line -> line.isOf(client.view()));
    }

    private void begins(@Nullable Position from) {
        next = from;
        stretches.add(new Stretch(world.net().now(),
                client.hearsLate() ? Optional.empty() : world.server().enteredAt(client, room), from));
    }

    void hears(ChatMessage message, boolean old) {
        Chronicle.Line line = chronicle.hears(client.name(), message);
        if (line == null) {
            return;
        }
        Position at = message.position().orElseThrow();
        require(!awaitsRecall, "%s at %s without a word about what was before", line, at);
        require(!old || mayBeOld, "%s at %s is old, and came behind what is new", line, at);
        require(old == message.age().isPresent(), "%s at %s is %s old", line, at, message.age());
        require(old || !line.isOf(client.view()), "its own %s at %s", line, at);
        require(!old || message.age().orElseThrow().compareTo(oldest()) <= 0, "%s at %s is %s old", line, at,
                message.age());
        require(next == null || at.epoch() == next.epoch() && at.offset() >= next.offset(),
                "%s at %s, where %s is next",
                line, at, next);
        require(next != null || notEpoch == null || notEpoch != at.epoch(), "%s at %s, where it knows nothing", line,
                at);
        mayBeOld &= old;
        next = new Position(at.epoch(), at.offset() + 1);
        if (!stretches.isEmpty()) {
            Stretch stretch = stretches.getLast();
            stretch.first = stretch.first == null ? at : stretch.first;
            stretch.firstOld = stretch.firstOld == null && old ? at : stretch.firstOld;
            stretch.heard.add(at.offset());
            stretch.until = at.offset() + 1;
        }
    }

    private Duration oldest() {
        return world.scenario().model().history().age().plus(lag());
    }

    /** So much later than it could a server may do something, and a client hear of it. */
    private Duration lag() {
        return SWEEP.plus(world.late().multipliedBy(2)).plus(world.server().allAway())
                .plus(client.program().allAway()).plus(Duration.ofMillis(world.scenario().links().jitterMillis()));
    }

    // ---- whether that is all

    /** {@return how many messages were left out; of one who is in the room now, up to now} */
    int missed() {
        int missed = 0;
        for (Stretch stretch : stretches) {
            Position from = stretch.from == null ? stretch.first : stretch.from;
            if (from != null) {
                boolean goesOn = stretch == stretches.getLast() && !awaitsRecall && leavings == 0
                        && client.isIn(room);
                missed += (int) (goesOn ? chronicle.from(room, from.epoch(), from.offset())
                        : chronicle.between(room, from.epoch(), from.offset(), stretch.until)).entrySet().stream()
                        .filter(one -> !stretch.heard.contains(one.getKey()) && !one.getValue().isOf(client.view()))
                        .count();
            }
        }
        return missed;
    }

    /** The server gave all that it remembered, and no more than it may remember, or than the client wanted. */
    void check() {
        for (Told gap : gaps) {
            checkGap(gap);
        }
        for (Stretch stretch : stretches) {
            if (stretch.firstOld != null && stretch.decided.isPresent()) {
                Extent atLeast = extent(stretch.firstOld, stretch.decided.get().minus(lag()));
                require(atLeast.messages <= Math.min(bounds().messages(), most(stretch))
                        && atLeast.bytes <= bounds().bytes(), "at %s it gets %s from %s on", stretch.at, atLeast,
                        stretch.firstOld);
            }
            if (stretch.from == null && stretch.first != null) {
                checkFresh(stretch, stretch.first);
            }
        }
    }

    /** Of what it misses at least the last message is forgotten. Whether a place was empty always, a server may not know any more. */
    private void checkGap(Told gap) {
        NavigableMap<Long, Chronicle.Line> missed = chronicle.between(room, gap.from.epoch(), gap.missed.offset(),
                gap.from.offset());
        boolean mayBeEmpty = !world.scenario().company().refusals().isEmpty();
        require(!missed.isEmpty() || mayBeEmpty, "%s, and nothing stands there", gap);
        if (!missed.isEmpty()) {
            requireForgotten(gap.from.epoch(), missed.lastKey(), gap.at, gap);
        }
    }

    /** It gets the last messages, as many as it wants, or all that are remembered. */
    private void checkFresh(Stretch stretch, Position first) {
        long atMost = extent(first, stretch.decided.orElse(stretch.at).plus(lag())).messages;
        if (!world.server().hearsAtOnce()) {
            return; // When something was said may be known much too late, where nobody but the server's listener heard it.
        }
        // Had the last one before that been said behind the recall, it would have been heard too, where nothing is skipped.
        chronicle.between(room, first.epoch(), 0, first.offset()).descendingMap().entrySet().stream()
                .filter(line -> !line.getValue().isOf(client.view())).findFirst()
                .filter(last -> atMost < most(stretch) && world.server().skipped() == 0)
                .ifPresent(last -> requireForgotten(first.epoch(), last.getKey(), stretch.at, first));
    }

    /** {@return how many old messages it wants at most} */
    private int most(Stretch stretch) {
        return stretch.from == null ? world.scenario().model().recall() : Integer.MAX_VALUE;
    }

    private History bounds() {
        return world.scenario().model().history();
    }

    /** So much stands in a room from a place on. */
    private record Extent(long messages, long bytes) {}

    private Extent extent(Position from, Duration until) {
        List<Chronicle.Line> lines = chronicle.from(room, from.epoch(), from.offset()).values().stream()
                .filter(line -> line.since().compareTo(until) <= 0).toList();
        return new Extent(lines.size(), lines.stream().mapToLong(line -> line.bytes() + OVERHEAD_BYTES).sum());
    }

    /** At some time the server must not have remembered a message. */
    private void requireForgotten(long epoch, long offset, Duration at, Object what) {
        Extent extent = extent(new Position(epoch, offset), at.plus(lag()));
        Duration since = chronicle.from(room, epoch, offset).values().stream().findFirst().map(Chronicle.Line::since)
                .orElse(Duration.ZERO);
        require(extent.messages > bounds().messages() || extent.bytes > bounds().bytes()
                || at.minus(since).plus(lag()).compareTo(bounds().age()) > 0,
                "%s at %s, although there are only %s from %s on", what, at, extent, offset);
    }

    private void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            world.findings().add("%s in %s at %s: %s", client.name(), room, world.net().now(),
                    what.formatted(arguments));
        }
    }
}
