package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    /** What was heard between one recall and the next. */
    private static final class Stretch {

        private final @Nullable Position from;
        private final Set<Long> heard = new HashSet<>();
        private @Nullable Position first;
        private long until;

        private Stretch(@Nullable Position from) {
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
    }

    void recalled(Recall recall) {
        Position known = next;
        switch (recall) {
            case Recall.Fresh fresh -> {
                notEpoch = leavings == 0 && known != null ? (Long) known.epoch() : null;
                // What was recalled at first may be heard when the client has left already.
                leavings = known == null ? leavings : Math.max(0, leavings - 1);
                next = null;
                stretches.add(new Stretch(null));
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

    private void begins(Position from) {
        next = from;
        stretches.add(new Stretch(from));
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

    /** Each gap of which it was told was there: the server must not remember the message right before its end. */
    void check() {
        History bounds = world.scenario().model().history();
        for (Told gap : gaps) {
            long messages = 0;
            long bytes = 0;
            Duration since = Duration.ZERO;
            for (Chronicle.Line line : chronicle.from(room, gap.from.epoch(), gap.from.offset() - 1).values()) {
                since = messages == 0 ? line.since() : since;
                if (line.since().compareTo(gap.at.plus(lag())) <= 0) {
                    messages++;
                    bytes += line.bytes() + OVERHEAD_BYTES;
                }
            }
            require(messages > bounds.messages() || bytes > bounds.bytes()
                    || gap.at.minus(since).plus(lag()).compareTo(bounds.age()) > 0,
                    "%s, although there are only %s messages, %s bytes", gap, messages, bytes);
        }
    }

    private void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            world.findings().add("%s in %s at %s: %s", client.name(), room, world.net().now(),
                    what.formatted(arguments));
        }
    }
}
