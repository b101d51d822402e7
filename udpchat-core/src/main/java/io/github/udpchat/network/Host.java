package io.github.udpchat.network;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * What an endpoint needs of the machine that it runs on: time, threads, waiting and randomness. The {@link #system}'s are
 * real; a simulation's are virtual, which is how whole servers and clients run in one thread and in no time.
 *
 * {@snippet :
 * Host host = UdpNetwork.create().host();
 * try (Worker ticker = host.worker("ticker", () -> System.out.println("tick"))) {
 *     ticker.wakeAt(host.nanoTime() + Duration.ofSeconds(1).toNanos());
 * }
 * }
 */
public interface Host {

    /** {@return nanoseconds since some moment before this host's first use; never negative, never goes back} */
    long nanoTime();

    /**
     * Starts a worker: something that sleeps until it is woken or its time has come, and then takes a step.
     *
     * @param name the name of its thread
     * @param step what it does each time; one at a time; is short, and does not throw
     * @return the worker, asleep and without a deadline
     */
    Worker worker(String name, Runnable step);

    /**
     * Starts a worker whose steps run an application's listener, and so may compute or block for as long as that likes. It
     * must take the processor from nobody else.
     *
     * @param name the name of its thread
     * @param step what it does each time; one at a time; does not throw
     * @return the worker, asleep and without a deadline
     */
    Worker listener(String name, Runnable step);

    /**
     * Runs a task soon, on a thread where it may block.
     *
     * @param name the name of the thread
     * @param task what to run; does not throw
     */
    void execute(String name, Runnable task);

    /**
     * Blocks the calling thread until a future is done.
     *
     * @param future what to wait for; a plain one, whose {@code get} does not come back here
     * @param limit  how long at most, in this host's time
     * @return whether the future is done
     * @throws InterruptedException  if the thread was interrupted meanwhile
     * @throws IllegalStateException if the calling thread must not block here, see {@link #mayBlock}
     */
    boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException;

    /** {@return whether the calling thread may block; false in the callbacks of a simulation} */
    boolean mayBlock();

    /** {@return the time of day, of which an endpoint makes no use but to say when something was; virtual in a simulation} */
    default InstantSource clock() {
        return InstantSource.system();
    }

    /** {@return randomness good enough for secrets, or a seeded sequence in a simulation; safe for use by several threads} */
    RandomGenerator random();

    /**
     * The host with real time, secure randomness and virtual threads; but each listener has a platform thread, a daemon,
     * because virtual threads are not time-sliced, and a listener that computes would keep a carrier from all others.
     *
     * @return the host, always the same one
     */
    static Host system() {
        return SystemHost.DEFAULT;
    }

    /**
     * A host with real time, secure randomness and the application's threads for everything. The library sets the name of
     * each thread that it takes, and must be the only one to interrupt it.
     *
     * @param threads makes the threads, for example {@code Thread.ofPlatform().daemon().factory()}
     * @return the host
     */
    static Host system(ThreadFactory threads) {
        return new SystemHost(threads);
    }
}
