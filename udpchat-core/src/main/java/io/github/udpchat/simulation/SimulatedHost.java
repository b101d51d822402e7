package io.github.udpchat.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.udpchat.network.Host;
import io.github.udpchat.network.Worker;

/** The host of a simulation: its threads are entries in the queue of {@link VirtualTime}, and waiting runs that queue. */
final class SimulatedHost implements Host {

    /** Virtual time is 0 at this moment. */
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private final VirtualTime time;
    private final RandomGenerator random;

    SimulatedHost(VirtualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    @Override
    public long nanoTime() {
        return time.now();
    }

    @Override
    public Worker worker(String name, Runnable step) {
        return new SimulatedWorker(time, step);
    }

    @Override
    public Worker listener(String name, Runnable step) {
        return worker(name, step);
    }

    @Override
    public void execute(String name, Runnable task) {
        time.schedule(time.now(), task);
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration limit) {
        time.requireMayBlock();
        boolean patient = limit.compareTo(SimulatedNetwork.PATIENCE) > 0;
        if (time.runUntil(future::isDone, time.after(patient ? SimulatedNetwork.PATIENCE : limit))) {
            return true;
        }
        if (patient) {
            throw new IllegalStateException("waited for " + SimulatedNetwork.PATIENCE.toHours()
                    + " hours of virtual time for something that does not happen");
        }
        return false;
    }

    @Override
    public boolean mayBlock() {
        return time.mayBlock();
    }

    @Override
    public InstantSource clock() {
        return () -> BEGINNING.plusNanos(time.now());
    }

    @Override
    public RandomGenerator random() {
        time.requireOwner();
        return random;
    }
}
