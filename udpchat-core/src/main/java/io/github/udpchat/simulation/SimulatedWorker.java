package io.github.udpchat.simulation;

import io.github.udpchat.network.Worker;

/** A worker whose sleep is an entry in the queue of {@link VirtualTime}. */
final class SimulatedWorker implements Worker {

    private final VirtualTime time;
    private final Runnable step;
    private long deadline = NEVER;

    /** The earliest time for which a look at the deadline is scheduled, or {@link #NEVER}. */
    private long looksAt = NEVER;
    private boolean woken;
    private boolean closed;

    SimulatedWorker(VirtualTime time, Runnable step) {
        this.time = time;
        this.step = step;
    }

    @Override
    public void wake() {
        if (!woken && !closed) {
            woken = true;
            time.schedule(time.now(), this::stepWoken);
        }
    }

    private void stepWoken() {
        woken = false;
        if (!closed) {
            step.run();
        }
    }

    @Override
    public void wakeAt(long nanoTime) {
        deadline = nanoTime;
        if (nanoTime < looksAt && !closed) {
            looksAt = nanoTime;
            time.schedule(nanoTime, () -> look(nanoTime));
        }
    }

    private void look(long scheduledFor) {
        if (closed || scheduledFor != looksAt) {
            return;
        }
        looksAt = NEVER;
        if (deadline <= time.now()) {
            deadline = NEVER;
            step.run();
        } else {
            wakeAt(deadline);
        }
    }

    @Override
    public void close() {
        time.requireOwner();
        closed = true;
    }
}
