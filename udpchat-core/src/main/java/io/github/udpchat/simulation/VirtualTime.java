package io.github.udpchat.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The time of a simulation, and everything that will happen in it: one queue, ordered by time and, at one time, by the
 * order of scheduling. Belongs to the thread that made it; all others are turned away with an explanation.
 */
final class VirtualTime {

    private final Thread owner = Thread.currentThread();
    private final PriorityQueue<Happening> queue = new PriorityQueue<>();
    private long now;
    private long nextOrder;
    private boolean inCallback;
    private boolean closed;
    private @Nullable Throwable failure;

    private record Happening(long at, long order, Runnable action) implements Comparable<Happening> {

        @Override
        public int compareTo(Happening other) {
            int byTime = Long.compare(at, other.at);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    long now() {
        requireOwner();
        return now;
    }

    /** A time this much later than now, or the end of time. */
    long after(Duration duration) {
        requireOwner();
        long nanos = TimeUnit.NANOSECONDS.convert(duration);
        return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    }

    void schedule(long at, Runnable action) {
        requireOwner();
        if (!closed) {
            queue.add(new Happening(Math.max(at, now), nextOrder++, action));
        }
    }

    boolean mayBlock() {
        return Thread.currentThread() == owner && !inCallback && !closed;
    }

    /** Lets everything happen up to a time, or until a condition holds, which is looked at after each thing. */
    boolean runUntil(BooleanSupplier done, long limit) {
        requireMayBlock();
        throwFailure();
        while (!done.getAsBoolean()) {
            Happening next = queue.peek();
            if (next == null || next.at() > limit) {
                now = Math.max(now, limit);
                return false;
            }
            queue.remove();
            now = next.at();
            run(next.action());
            throwFailure();
        }
        return true;
    }

    /** Runs the application's code, in which nobody may wait. */
    void run(Runnable action) {
        boolean outer = inCallback;
        inCallback = true;
        try {
            action.run();
        } finally {
            inCallback = outer;
        }
    }

    /** Keeps a failure of the application's code for whoever lets time pass next. */
    void failLater(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
    }

    private void throwFailure() {
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            throw new IllegalStateException("a rule of the simulation failed", thrown);
        }
    }

    void close() {
        requireOwner();
        closed = true;
        queue.clear();
    }

    void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("a simulation belongs to the thread that made it, " + owner
                    + ", and everything on it must be called from there; this is " + Thread.currentThread());
        }
    }

    void requireMayBlock() {
        requireOwner();
        if (closed) {
            throw new IllegalStateException("the simulation is closed: nothing happens in it any more");
        }
        if (inCallback) {
            throw new IllegalStateException("a callback of a simulation can't wait, because nothing else can happen"
                    + " meanwhile: use thenAccept on the future, or wait outside of the callback");
        }
    }
}
