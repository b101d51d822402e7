package io.github.udpchat.internal.engine;

import io.github.udpchat.internal.machine.Outbox;

/**
 * Something to do with a machine, under the engine's lock, whose answer may come later.
 *
 * @param <M> the machine
 * @param <R> the answer
 */
@FunctionalInterface
public interface Question<M, R> {

    /** Asks it; the answer completes the future, by a notice in the outbox unless nobody else has the future yet. */
    void ask(M machine, long now, HostFuture<R> answer, Outbox out);
}
