package io.github.udpchat.internal.engine;

import io.github.udpchat.internal.machine.Outbox;

/**
 * Something to do with a machine, under the engine's lock.
 *
 * @param <M> the machine
 * @param <R> the result
 */
@FunctionalInterface
public interface Command<M, R> {

    /** Does it. */
    R run(M machine, long now, Outbox out);
}
