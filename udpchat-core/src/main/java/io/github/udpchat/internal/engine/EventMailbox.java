package io.github.udpchat.internal.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import org.jspecify.annotations.Nullable;

/**
 * The events that wait for the listener, in order. Owns its queues; the engine puts under its own lock, the events worker
 * takes without it, so this has a small lock of its own, taken last and held briefly.
 *
 * <p>
 * Messages are bounded in number and bytes, and the application chose which of them go when it is too many. Joins, leaves
 * and the end are never dropped: they are bounded because the machine lets nobody join while {@link #isBehind}. Reports
 * of drops are at most one for each reason: while one waits, further drops add to its count.
 */
final class EventMailbox {

    /** So many joins, leaves and the like may wait before nobody is let in any more. */
    static final int MAX_LIFECYCLE_EVENTS = 1024;

    private record Queued(long order, Event event) {}

    private final Overflow overflow;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Queued> lifecycle = new ArrayDeque<>();
    private final Deque<Queued> messages = new ArrayDeque<>();
    private final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
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
            if (event.droppableBytes() < 0) {
                lifecycle.add(queued);
                return 0;
            }
            return putMessage(queued);
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
            if (!ended) {
                drops.merge(reason, count, Long::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next event, or null when there is none. Reports of drops go before what else waits. */
    @Nullable
    Event take() {
        lock.lock();
        try {
            if (!drops.isEmpty()) {
                Map.Entry<DropReason, Long> first = drops.entrySet().iterator().next();
                EndpointEvent.Drops report = new EndpointEvent.Drops(first.getKey(), first.getValue());
                drops.remove(first.getKey());
                return report;
            }
            Deque<Queued> next = nextQueue();
            if (next.isEmpty()) {
                return null;
            }
            Event event = next.remove().event();
            messageBytes -= Math.max(0, event.droppableBytes());
            return event;
        } finally {
            lock.unlock();
        }
    }

    private Deque<Queued> nextQueue() {
        if (messages.isEmpty() || lifecycle.isEmpty()) {
            return messages.isEmpty() ? lifecycle : messages;
        }
        return messages.element().order() < lifecycle.element().order() ? messages : lifecycle;
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
