package io.github.udpchat.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.network.Network;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** A stage with real threads and real time. */
public record RealStage(Network network) implements Stage {

    @Override
    public void eventually(ThrowingCallable assertion) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(assertion::call);
    }

    @Override
    public void together(Runnable... tasks) {
        List<Throwable> failures = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Runnable task : tasks) {
            threads.add(Thread.ofPlatform()
                    .uncaughtExceptionHandler((thread, failure) -> {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    })
                    .start(task));
        }
        for (Thread thread : threads) {
            try {
                Assertions.assertThat(thread.join(PATIENCE)).as("task ends").isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        synchronized (failures) {
            Assertions.assertThat(failures).isEmpty();
        }
    }
}
