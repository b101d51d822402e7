package io.github.udpchat.internal.session;

import java.time.Duration;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.model.ReconnectPolicy;

/**
 * When a client that has lost its session tries again: PROTOCOL.md, section 2.13. Each time is random, from nothing to a bound
 * that doubles. Owned by one {@link SessionClient}.
 */
final class Retries {

    /** The bound of a second try where the first comes at once. */
    private static final long LEAST_SECOND_BOUND_NANOS = Duration.ofSeconds(1).toNanos();

    private final Entropy entropy;
    private final long firstBoundNanos;
    private final long lastBoundNanos;
    private long boundNanos;
    private boolean first;

    Retries(ReconnectPolicy policy, Entropy entropy) {
        this.entropy = entropy;
        this.firstBoundNanos = policy.firstWithin().toNanos();
        this.lastBoundNanos = policy.longestWithin().toNanos();
        succeeded();
    }

    /** The client is a member again: whatever comes next is a first try. */
    void succeeded() {
        boundNanos = firstBoundNanos;
        first = true;
    }

    /** {@return when the next try is due; a first one at once where that is wished} */
    long next(long now, boolean firstAtOnce) {
        long wait = first && firstAtOnce ? 0 : Long.remainderUnsigned(entropy.nextLong(), boundNanos + 1);
        boundNanos = Math.min(Math.max(2 * boundNanos, LEAST_SECOND_BOUND_NANOS), lastBoundNanos);
        first = false;
        return now + wait;
    }
}
