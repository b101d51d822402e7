package io.github.udpchat.contract;

import java.time.Duration;

import io.github.udpchat.network.Network;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A network together with the means to wait on it: in real time or in virtual time. */
public interface Stage extends AutoCloseable {

    /** How long an expectation may take to come true, in the stage's time. */
    Duration PATIENCE = Duration.ofSeconds(10);

    /** {@return the network, always the same one} */
    Network network();

    /** Waits until an assertion holds; fails with its failure when it does not in time. */
    void eventually(ThrowingCallable assertion);

    /** Runs tasks side by side where the stage has threads, one after another where it has none. */
    void together(Runnable... tasks);

    @Override
    default void close() {}
}
