package io.github.udpchat.contract;

import java.util.List;

import io.github.udpchat.simulation.SimulatedNetwork;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A stage in virtual time. */
public record SimulatedStage(SimulatedNetwork network) implements Stage {

    @Override
    public void eventually(ThrowingCallable assertion) {
        if (!network.advanceUntil(() -> holds(assertion), PATIENCE)) {
            try {
                assertion.call();
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new AssertionError(failure);
            }
        }
    }

    private static boolean holds(ThrowingCallable assertion) {
        try {
            assertion.call();
            return true;
        } catch (AssertionError notYet) {
            return false;
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void together(Runnable... tasks) {
        List.of(tasks).forEach(Runnable::run);
    }

    @Override
    public void close() {
        network.close();
    }
}
