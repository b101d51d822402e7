package io.github.udpchat.internal.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;

/**
 * What one side of a session knows of how the other fares: when it was last heard from, and since when it takes nothing
 * although something waits for it. PROTOCOL.md, section 2.11. Owned by one {@link Link}.
 *
 * <p>
 * A link that loses much makes no progress for many seconds, and nobody is to blame. So a peer that has acknowledged all that it
 * got and grants nothing is judged sooner than one that acknowledges nothing, and whoever is heard from after a silence gets time
 * to catch up.
 */
final class Vitals {

    /** Heard from means: not longer ago than this. A peer that is silent is left to the idle timeout. */
    static final long RECENTLY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A peer that moves gets so long to show that it receives where it sends from; then it is judged like others. */
    static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final long idleNanos;
    private final boolean judgesSlowness;
    private long lastHeard;
    private long lastHeardThere;
    private Wait wait = Wait.FOR_NOTHING;
    private long waitingSince;

    /** What a side waits for before its peer has everything, and how long it bears that. */
    enum Wait {

        /** The peer has everything. */
        FOR_NOTHING(Long.MAX_VALUE, 0),

        /** All that was sent is acknowledged, and the rest has no credit. */
        FOR_CREDIT(TimeUnit.SECONDS.toNanos(15), TimeUnit.SECONDS.toNanos(5)),

        /** Something is under way. */
        FOR_ACKNOWLEDGEMENT(TimeUnit.SECONDS.toNanos(30), TimeUnit.SECONDS.toNanos(30));

        private final long mostNanos;
        private final long afterSilenceNanos;

        Wait(long mostNanos, long afterSilenceNanos) {
            this.mostNanos = mostNanos;
            this.afterSilenceNanos = afterSilenceNanos;
        }
    }

    /**
     * A peer that was heard now.
     *
     * @param judgesSlowness whether a slow peer is ever stuck: at a server, which has others to think of; a client waits
     */
    Vitals(long now, Duration idleTimeout, boolean judgesSlowness) {
        this.judgesSlowness = judgesSlowness;
        this.idleNanos = idleTimeout.toNanos();
        this.lastHeard = now;
        this.lastHeardThere = now;
    }

    Duration idleTimeout() {
        return Duration.ofNanos(idleNanos);
    }

    /**
     * Something authentic came.
     *
     * @param fromThere whether from where this side sends to; if not, the peer may not get what is sent
     */
    void heard(long now, boolean fromThere) {
        lastHeard = now;
        if (!fromThere) {
            return;
        }
        if (wait != Wait.FOR_NOTHING && now - lastHeardThere > RECENTLY_NANOS) {
            waitingSince = Math.max(waitingSince, now + wait.afterSilenceNanos - wait.mostNanos);
        }
        lastHeardThere = now;
    }

    /** Says whether the peer has just acknowledged what waited for that, or granted more. */
    void progressed(boolean really) {
        wait = really ? Wait.FOR_NOTHING : wait;
    }

    /** Says what is waited for now. */
    void waits(long now, Wait what) {
        if (wait == Wait.FOR_NOTHING) {
            waitingSince = now;
        }
        wait = what;
    }

    /** {@return whether nothing was heard for the idle timeout} */
    boolean isSilent(long now) {
        return now - lastHeard >= idleNanos;
    }

    /** {@return whether the peer lives, and takes nothing} */
    boolean isStuck(long now) {
        return stuckFrom() <= now;
    }

    /** From when on the peer is stuck; never, if it is not heard from until shortly before. */
    private long stuckFrom() {
        if (!judgesSlowness || wait == Wait.FOR_NOTHING) {
            return Machine.NEVER;
        }
        long from = waitingSince + wait.mostNanos;
        if (from - lastHeardThere <= RECENTLY_NANOS) {
            return from;
        }
        long away = Math.max(from, lastHeardThere + AWAY_NANOS);
        return away - lastHeard <= RECENTLY_NANOS ? away : Machine.NEVER;
    }

    /** {@return when {@link #isSilent} or {@link #isStuck} becomes true if nothing changes} */
    long nextDeadline() {
        return Math.min(lastHeard + idleNanos, stuckFrom());
    }
}
