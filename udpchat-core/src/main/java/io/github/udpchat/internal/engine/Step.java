package io.github.udpchat.internal.engine;

import io.github.udpchat.internal.machine.Outbox;

/**
 * Something to do with a machine, under the engine's lock, that has no result.
 *
 * @param <M> the machine
 */
@FunctionalInterface
public interface Step<M> {

    /** Does it. */
    void run(M machine, long now, Outbox out);
}
