package io.github.udpchat.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Worker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to the listener, on the one thread that it owns, and knows when the last one was heard.
 */
final class EventLoop {

    static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private static final int MOST_GATHERED = 16;
    private static final Duration LONGEST_GATHERING = Duration.ofMillis(10);
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final EventMailbox mailbox;
    private final EventListener listener;
    private final Host host;
    private final Worker worker;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Who is to be told that events were heard; used on the events thread alone. */
    private final List<Taken> taken = new ArrayList<>();
    private final Consumer<List<Taken>> machine;
    private long gatheringSince;

    /** The thread that is in the listener now. */
    private volatile @Nullable Thread inListener;

    /**
     * A loop that waits for events.
     *
     * @param machine is told what the listener has heard
     */
    EventLoop(Host host, String threadName, Overflow overflow, EventListener listener,
            Consumer<List<Taken>> machine) {
        this.machine = machine;
        this.host = host;
        this.mailbox = new EventMailbox(overflow);
        this.listener = listener;
        this.worker = host.listener(threadName, this::deliver);
    }

    /** {@return whether the listener wants to hear of an event} */
    boolean wants(Event event) {
        return listener.wants(event);
    }

    /** Queues an event, and returns how many messages were dropped for it. */
    int put(Event event) {
        int dropped = mailbox.put(event);
        worker.wake();
        return dropped;
    }

    /** Queues a report of drops. */
    void putDrops(DropReason reason, long count) {
        mailbox.putDrops(reason, count);
        worker.wake();
    }

    /** Queues a task that could not have a thread of its own; after the end there is no thread left but the caller's. */
    void run(Runnable task) {
        if (ended.isDone()) {
            guarded(task);
        } else {
            tasks.add(task);
            worker.wake();
        }
    }

    /** {@return whether so many joins and leaves wait that nobody should join} */
    boolean isBehind() {
        return mailbox.isBehind();
    }

    /** Ends the loop with whatever waits in it: for one that never began. */
    void close() {
        worker.close();
    }

    private void deliver() {
        inListener = Thread.currentThread();
        try {
            tasks.removeIf(EventLoop::guarded);
            for (Event event = mailbox.take(); event != null; event = mailbox.take()) {
                Event next = event;
                guarded(() -> listener.hear(next));
                gather(event.whenTaken());
                if (event instanceof EndpointEvent.Closed) {
                    worker.close();
                    ended.complete(null);
                }
            }
        } finally {
            inListener = null;
            tellWhatWasTaken();
        }
    }

    /** The listener has returned from an event. A fast listener's are told of together, for each time costs the lock. */
    private void gather(@Nullable Taken whenTaken) {
        if (whenTaken == null) {
            return;
        }
        if (taken.isEmpty()) {
            gatheringSince = host.nanoTime();
        }
        taken.add(whenTaken);
        if (taken.size() >= MOST_GATHERED || host.nanoTime() - gatheringSince >= LONGEST_GATHERING.toNanos()) {
            tellWhatWasTaken();
        }
    }

    private void tellWhatWasTaken() {
        if (!taken.isEmpty()) {
            List<Taken> told = List.copyOf(taken);
            taken.clear();
            machine.accept(told);
        }
    }

    /** The facade guards every call of the application's code; what comes through all the same must not end the loop. */
    private static boolean guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            LOG.error("Delivering an event failed: {}", FailureText.of(thrown));
        }
        return true;
    }

    /** {@return whether the calling thread may wait for the listener: not if it is in it} */
    boolean mayAwaitEnd() {
        return inListener != Thread.currentThread() && host.mayBlock();
    }

    /** Waits until the listener has heard of the end; returns whether it has. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        if (inListener == Thread.currentThread()) {
            throw new IllegalStateException("a callback can't wait for its own endpoint to close: call close() instead,"
                    + " and wait elsewhere or act in onClosed");
        }
        return host.await(ended, limit);
    }
}
