package io.github.udpchat.internal.session;

import java.time.Duration;

/** How long a session may be one that nobody has let in, and when its place is free again. Owned by one {@link ServerSession}. */
final class Stranger {

    /** So long a session may be half-open, and then so long open without a JOIN; then it is forgotten, or closed. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private long until;
    private boolean hubDecides;
    private boolean placeFreed;

    Stranger(long now) {
        heard(now);
    }

    /** It has shown that it is there. */
    void heard(long now) {
        until = now + PATIENCE.toNanos();
    }

    /** {@return when patience ends} */
    long until() {
        return until;
    }

    /** The hub is asked whether it may be a member, or has said so. */
    void hubDecides(boolean asked) {
        hubDecides = asked;
    }

    /**
     * {@return whether its place is to be freed: once, when nothing of it is left, neither the session nor a question to the hub}
     *
     * @param member whether it is a stranger no more
     * @param over   whether the session is over
     */
    boolean freesPlace(boolean member, boolean over) {
        boolean frees = !placeFreed && (member || over && !hubDecides);
        placeFreed |= frees;
        return frees;
    }
}
