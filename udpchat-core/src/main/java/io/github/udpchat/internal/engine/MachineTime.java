package io.github.udpchat.internal.engine;

import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;

/**
 * The time that a machine is told: the host's, less the times in which nothing could run, because the computer was suspended
 * or the process stopped. A machine that was away has heard from nobody, and must not take that for the silence of others:
 * all that was due moves by as much, and it listens before it judges (PROTOCOL.md, section 2.11). Owned by one
 * {@link Entrance}, under its lock.
 */
final class MachineTime {

    /** A machine that is entered so late after its deadline was not merely slow. */
    static final long MOST_LATENESS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long awayNanos;
    private long last;

    /** A time that begins with the host's. */
    MachineTime(long hostNanos) {
        this.last = hostNanos;
    }

    /** {@return the machine's time, which never goes back, given the host's and the machine's next deadline} */
    long at(long hostNanos, long nextDeadline) {
        long now = hostNanos - awayNanos;
        long due = Math.max(nextDeadline, last);
        if (nextDeadline != Machine.NEVER && now - due > MOST_LATENESS_NANOS) {
            awayNanos += now - due;
            now = due;
        }
        last = now;
        return now;
    }

    /** {@return the host's time, given the machine's} */
    long atHost(long machineNanos) {
        return machineNanos == Machine.NEVER ? Machine.NEVER : machineNanos + awayNanos;
    }
}
