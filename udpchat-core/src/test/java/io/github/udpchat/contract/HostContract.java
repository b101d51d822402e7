package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.udpchat.network.Host;
import io.github.udpchat.network.Worker;
import org.junit.jupiter.api.Test;

/** What {@link Host} and {@link Worker} promise. */
public abstract class HostContract extends StageTest {

    /** The contract. */
    protected HostContract() {}

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    @Test
    void workerStepsWhenItIsWokenAndWhenItsTimeHasCome() {
        Host host = stage.network().host();
        List<Long> steps = new CopyOnWriteArrayList<>();
        Worker worker = closing(host.worker("contract", () -> steps.add(host.nanoTime())));
        worker.wake();
        stage.eventually(() -> assertThat(steps).hasSize(1));
        long deadline = host.nanoTime() + millis(20);
        worker.wakeAt(host.nanoTime() + millis(60_000));
        worker.wakeAt(deadline);
        stage.eventually(() -> assertThat(steps).hasSize(2));
        assertThat(steps.get(1)).isGreaterThanOrEqualTo(deadline);
        assertThat(steps.get(0)).isNotNegative();
    }

    @Test
    void laterDeadlineReplacesAnEarlierOne() {
        Host host = stage.network().host();
        List<Long> steps = new CopyOnWriteArrayList<>();
        Worker worker = closing(host.worker("contract", () -> steps.add(host.nanoTime())));
        // Late enough to be replaced in time also by a thread that has to wait for a processor.
        long later = host.nanoTime() + millis(1_200);
        worker.wakeAt(host.nanoTime() + millis(1_000));
        worker.wakeAt(later);
        stage.eventually(() -> assertThat(steps).hasSize(1));
        assertThat(steps.get(0)).isGreaterThanOrEqualTo(later);
    }

    @Test
    void wakingDuringAStepLeadsToAnotherStep() {
        Host host = stage.network().host();
        AtomicInteger steps = new AtomicInteger();
        CompletableFuture<Worker> self = new CompletableFuture<>();
        Worker worker = closing(host.worker("contract", () -> {
            if (steps.incrementAndGet() == 1) {
                self.join().wake();
                self.join().wake();
            }
        }));
        self.complete(worker);
        worker.wake();
        stage.eventually(() -> assertThat(steps).hasValue(2));
    }

    @Test
    void closedWorkerStepsNoMore() {
        Host host = stage.network().host();
        AtomicInteger steps = new AtomicInteger();
        Worker closed = host.worker("contract", steps::incrementAndGet);
        closed.close();
        closed.wake();
        closed.wakeAt(host.nanoTime());
        AtomicInteger others = new AtomicInteger();
        Worker other = closing(host.worker("contract", others::incrementAndGet));
        other.wakeAt(host.nanoTime() + millis(10));
        stage.eventually(() -> assertThat(others).hasValue(1));
        assertThat(steps).hasValue(0);
    }

    @Test
    void awaitWaitsForTheFutureOrUntilTheLimit() throws InterruptedException {
        Host host = stage.network().host();
        CompletableFuture<String> future = new CompletableFuture<>();
        assertThat(host.mayBlock()).isTrue();
        long before = host.nanoTime();
        assertThat(host.await(future, Duration.ofMillis(20))).isFalse();
        assertThat(host.nanoTime() - before).isGreaterThanOrEqualTo(millis(20));
        host.execute("contract", () -> future.complete("done"));
        assertThat(host.await(future, Stage.PATIENCE)).isTrue();
        assertThat(host.random().nextInt(6000, 6001)).isEqualTo(6000);
    }
}
