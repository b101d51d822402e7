package io.github.udpchat.internal.session;

import java.time.Duration;

/**
 * What a session is as long as nobody has let it in: what its handshake has made, how long it may stay so, and when its place is
 * free again. Owned by one {@link ServerSession}, which forgets it then.
 */
final class Stranger {

    /** So long a session may be half-open, and then so long open without a JOIN; then it is forgotten, or closed. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Doorway.HalfOpen origin;
    private long until;
    private boolean hubDecides;

    Stranger(long now, Doorway.HalfOpen origin) {
        this.origin = origin;
        heard(now);
    }

    Doorway.HalfOpen origin() {
        return origin;
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

    boolean hubDecides() {
        return hubDecides;
    }
}
