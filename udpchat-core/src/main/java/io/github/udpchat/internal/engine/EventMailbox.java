package io.github.udpchat.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for the listener, in order. Owns its queues; the engine puts under its own lock, the event loop
 * takes without it, so this has a small lock of its own, taken last and held briefly.
 *
 * <p>
 * Each kind of event has a bound of its own, so that a flood of one can't crowd out another:
 * <ul>
 * <li>Other messages, and that somebody types, are bounded in number and bytes, and the application chose which of them go when
 * it is too many.
 * <li>Messages of which the machine wants to know when they were taken are never dropped: it bounds them itself, by the
 * credit that it grants (PROTOCOL.md, section 2.9).
 * <li>Joins, leaves and the end are never dropped: the machine lets nobody join while {@link #isBehind}.
 * <li>Reports of drops are at most one for each reason: while one waits, further drops add to its count.
 * <li>Failures of the application's code: the first {@value #MAX_FAILURES} wait. Further ones were counted or logged where
 * they happened, and are not reported.
 * </ul>
 */
final class EventMailbox {

    /** So many joins, leaves and the like may wait before nobody is let in any more. */
    static final int MAX_LIFECYCLE_EVENTS = 1024;

    static final int MAX_FAILURES = 64;

    private record Queued(long order, Event event) {}

    private final Overflow overflow;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Queued> lifecycle = new ArrayDeque<>();
    private final Deque<Queued> messages = new ArrayDeque<>();
    private final Deque<Queued> awaited = new ArrayDeque<>();
    private final Deque<Queued> failures = new ArrayDeque<>();
    private final Deque<Queued> drops = new ArrayDeque<>();
    private final List<Deque<Queued>> queues = List.of(lifecycle, messages, awaited, failures, drops);

    /** What the waiting reports will say when they are taken. */
    private final Map<DropReason, Long> dropCounts = new EnumMap<>(DropReason.class);
    private long nextOrder;
    private int messageBytes;
    private boolean ended;

    EventMailbox(Overflow overflow) {
        this.overflow = overflow;
    }

    /** Puts an event, and returns how many messages had to go for it. Nothing is taken in after the end. */
    int put(Event event) {
        lock.lock();
        try {
            if (ended) {
                return 0;
            }
            ended = event instanceof EndpointEvent.Closed;
            Queued queued = new Queued(nextOrder++, event);
            if (event instanceof EndpointEvent.PlugInFailed) {
                if (failures.size() < MAX_FAILURES) {
                    failures.add(queued);
                }
                return 0;
            }
            if (event.droppableBytes() != Event.MUST_ARRIVE) {
                return putMessage(queued);
            }
            (event.whenTaken() == null ? lifecycle : awaited).add(queued);
            return 0;
        } finally {
            lock.unlock();
        }
    }

    private int putMessage(Queued queued) {
        int bytes = queued.event().droppableBytes();
        int dropped = 0;
        while (messages.size() >= Overflow.MAX_EVENTS || messageBytes + bytes > Overflow.MAX_BYTES) {
            dropped++;
            if (overflow == Overflow.DROP_NEWEST || messages.isEmpty()) {
                return dropped;
            }
            messageBytes -= messages.remove().event().droppableBytes();
        }
        messages.add(queued);
        messageBytes += bytes;
        return dropped;
    }

    /** Reports drops, together with those of the same reason that still wait to be reported. */
    void putDrops(DropReason reason, long count) {
        lock.lock();
        try {
            if (!ended && dropCounts.merge(reason, count, Long::sum) == count) {
                drops.add(new Queued(nextOrder++, new EndpointEvent.Drops(reason, count)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the event that has waited longest, or null when there is none. */
    @Nullable
    Event take() {
        lock.lock();
        try {
            Deque<Queued> longest = lifecycle;
            for (Deque<Queued> queue : queues) {
                if (order(queue) < order(longest)) {
                    longest = queue;
                }
            }
            return longest.isEmpty() ? null : taken(longest.remove().event());
        } finally {
            lock.unlock();
        }
    }

    private static long order(Deque<Queued> queue) {
        return queue.isEmpty() ? Long.MAX_VALUE : queue.element().order();
    }

    private Event taken(Event event) {
        if (event instanceof EndpointEvent.Drops(DropReason reason, long first)) {
            return new EndpointEvent.Drops(reason, dropCounts.remove(reason));
        }
        messageBytes -= Math.max(0, event.droppableBytes());
        return event;
    }

    /** {@return whether so many joins and leaves wait that nobody should join} */
    boolean isBehind() {
        lock.lock();
        try {
            return lifecycle.size() >= MAX_LIFECYCLE_EVENTS;
        } finally {
            lock.unlock();
        }
    }
}
