package io.github.udpchat.internal.engine;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Worker;

/**
 * The one way into a machine. Owns the lock, and the machine and its outbox while the lock is held.
 *
 * <p>
 * To enter means: take the lock, tell the machine the time and the input, and carry out what it put into the outbox.
 * Sends happen under the lock, so that their order is the machine's order; but at most {@value #SENDS_PER_HOLD} in one
 * hold, so that a large fan-out does not keep everybody else out. Whoever finds something left over when it lets go of the
 * lock sees to it.
 *
 * @param <M> the machine
 */
final class Entrance<M extends Machine> {

    private static final int SENDS_PER_HOLD = 64;

    private final M machine;
    private final Outbox outbox;
    private final Effects effects;
    private final EventLoop events;
    private final DropLedger drops;
    private final Host host;
    private final Worker timer;
    private final MachineTime time;
    private final ReentrantLock lock = new ReentrantLock();

    /** The next deadline as it was when the lock was last let go, in the machine's time. */
    private long dueAt = Machine.NEVER;
    private long armedFor = Worker.NEVER;

    Entrance(M machine, Outbox outbox, Effects effects, EventLoop events, DropLedger drops, Host host, Worker timer) {
        this.machine = machine;
        this.outbox = outbox;
        this.effects = effects;
        this.events = events;
        this.drops = drops;
        this.host = host;
        this.timer = timer;
        this.time = new MachineTime(host.nanoTime());
    }

    /** Enters with something that has no result. */
    void enter(Step<? super M> step) {
        enterFor((m, now, out) -> {
            step.run(m, now, out);
            return true;
        });
    }

    /** Enters, and returns the result; what the command throws reaches the caller after the outbox was carried out. */
    <R> R enterFor(Command<? super M, R> command) {
        try {
            lock.lock();
            try {
                return run(command, SENDS_PER_HOLD);
            } finally {
                lock.unlock();
            }
        } finally {
            finishUnlocked();
        }
    }

    /** Enters if the lock can be had in time, and sends everything in this one hold; returns whether it could. */
    boolean enterWithin(Duration patience, Step<? super M> step) {
        if (!lockWithin(patience)) {
            return false;
        }
        try {
            run((m, now, out) -> {
                step.run(m, now, out);
                return true;
            }, Integer.MAX_VALUE);
            return true;
        } finally {
            lock.unlock();
            finishUnlocked();
        }
    }

    private boolean lockWithin(Duration patience) {
        try {
            return lock.tryLock(TimeUnit.NANOSECONDS.convert(patience), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    private <R> R run(Command<? super M, R> command, int mostSends) {
        long now = now();
        outbox.setListenerBehind(events.isBehind());
        try {
            return command.run(machine, now, outbox);
        } finally {
            effects.carryOut(now, mostSends);
            armTimer();
        }
    }

    private long now() {
        return time.at(host.nanoTime(), dueAt);
    }

    /** What is left over when the lock was let go: sends beyond what one hold allows, and threads to start. */
    private void finishUnlocked() {
        if (lock.isHeldByCurrentThread()) {
            return;
        }
        while (effects.sendsLeft()) {
            lock.lock();
            try {
                effects.send(now(), SENDS_PER_HOLD);
            } finally {
                lock.unlock();
            }
        }
        effects.startTasks();
    }

    /** The timer may wake for a deadline that has since moved away; it is told only of one that has come nearer. */
    private void armTimer() {
        dueAt = Math.min(machine.nextDeadline(), drops.nextDeadline());
        long next = time.atHost(dueAt);
        if (next < armedFor) {
            armedFor = next;
            timer.wakeAt(next);
        }
    }

    /** The timer has woken: it must be told again. To be called within a step. */
    void timerWoke() {
        armedFor = Worker.NEVER;
    }

    /** The timer is not told of anything any more. To be called within a step. */
    void disarmTimer() {
        dueAt = Machine.NEVER;
        armedFor = Long.MIN_VALUE;
    }
}
