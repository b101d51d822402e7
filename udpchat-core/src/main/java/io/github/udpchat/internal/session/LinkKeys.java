package io.github.udpchat.internal.session;

import java.time.Duration;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.wire.Limits;

/**
 * What a handshake ends with, and a {@link Link} begins with.
 *
 * @param client    whether this side is the client
 * @param sessionId which session
 * @param sending   the first secret of what this side sends
 * @param receiving the first secret of what it receives
 * @param own       what this side is ready to receive
 * @param peers     what the peer is
 * @param aead      the endpoint's cipher
 * @param entropy   the endpoint's randomness
 */
record LinkKeys(boolean client, long sessionId, TrafficSecret sending, TrafficSecret receiving, Limits own,
        Limits peers, Aead aead, Entropy entropy) {

    /** {@return silence that ends the session: the shorter of what both sides say} */
    Duration idleTimeout() {
        return Duration.ofSeconds(Math.min(own.idleTimeoutSeconds(), peers.idleTimeoutSeconds()));
    }

    /** {@return no secret, so that it may be logged} */
    @Override
    public String toString() {
        return "LinkKeys[" + Long.toHexString(sessionId) + "]";
    }
}
