package io.github.udpchat.internal.session;

import java.time.Duration;

import io.github.udpchat.internal.machine.Machine;

/**
 * What one side of a session knows of how the other fares: when it was last heard from, and since when it takes nothing
 * although something waits for it. PROTOCOL.md, section 2.11. Owned by one {@link Link}.
 */
final class Vitals {

    /** A peer that is heard from and makes no progress for so long is a slow consumer. */
    static final Duration MOST_WITHOUT_PROGRESS = Duration.ofSeconds(15);

    /** Heard from means: not longer ago than this. A peer that is silent is left to the idle timeout. */
    static final Duration RECENTLY = Duration.ofSeconds(5);

    private static final long NEVER = Machine.NEVER;

    private final long idleNanos;
    private final boolean judgesSlowness;
    private long lastHeard;
    private long waitingSince = NEVER;

    /**
     * A peer that was heard now.
     *
     * @param judgesSlowness whether a slow peer is ever stuck: at a server, which has others to think of; a client waits
     */
    Vitals(long now, Duration idleTimeout, boolean judgesSlowness) {
        this.judgesSlowness = judgesSlowness;
        this.idleNanos = idleTimeout.toNanos();
        this.lastHeard = now;
    }

    Duration idleTimeout() {
        return Duration.ofNanos(idleNanos);
    }

    /** Something authentic came. */
    void heard(long now) {
        lastHeard = now;
    }

    /** Says whether the peer has just acknowledged what waited for that, or granted more. */
    void progressed(boolean really) {
        waitingSince = really ? NEVER : waitingSince;
    }

    /** Says whether something waits for the peer, or is under way to it, as it is now. */
    void waits(long now, boolean something) {
        if (!something || !judgesSlowness) {
            waitingSince = NEVER;
        } else if (waitingSince == NEVER) {
            waitingSince = now;
        }
    }

    /** {@return whether nothing was heard for the idle timeout} */
    boolean isSilent(long now) {
        return now - lastHeard >= idleNanos;
    }

    /** {@return whether the peer lives, and takes nothing} */
    boolean isStuck(long now) {
        return stuckFrom() <= now && now - lastHeard <= RECENTLY.toNanos();
    }

    private long stuckFrom() {
        return waitingSince == NEVER ? NEVER : waitingSince + MOST_WITHOUT_PROGRESS.toNanos();
    }

    /** {@return when {@link #isSilent} or {@link #isStuck} becomes true if nothing changes} */
    long nextDeadline() {
        long stuckFrom = stuckFrom();
        boolean heardThen = stuckFrom != NEVER && lastHeard + RECENTLY.toNanos() >= stuckFrom;
        return Math.min(lastHeard + idleNanos, heardThen ? stuckFrom : NEVER);
    }
}
