package io.github.udpchat.network;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A thread that sleeps on a condition. Its own lock guards what it waits for; the step runs outside of it, so a step may
 * set the next deadline. A later deadline does not wake the thread: it finds out when the earlier one comes.
 */
final class SystemWorker implements Worker, Runnable {

    private final Host host;
    private final Runnable step;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private boolean woken;
    private boolean closed;
    private long deadline = NEVER;
    private long sleepsUntil = NEVER;

    SystemWorker(Host host, Runnable step) {
        this.host = host;
        this.step = step;
    }

    @Override
    public void run() {
        while (sleep()) {
            step.run();
        }
    }

    /** Returns true when it is time for a step, false when the worker was closed. */
    private boolean sleep() {
        lock.lock();
        try {
            while (!closed && !woken) {
                long wait = deadline == NEVER ? NEVER : deadline - host.nanoTime();
                if (wait <= 0) {
                    break;
                }
                sleepsUntil = deadline;
                awaitChange(wait);
            }
            if (woken) {
                woken = false;
            } else {
                deadline = NEVER;
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Only closing ends a worker: a step that left its thread interrupted must not, so the sign is cleared.
        }
    }

    @Override
    public void wake() {
        lock.lock();
        try {
            if (!woken) {
                woken = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wakeAt(long nanoTime) {
        lock.lock();
        try {
            deadline = nanoTime;
            if (nanoTime < sleepsUntil) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
