package io.github.udpchat.network;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Real time, real threads, secure randomness. Owns nothing but its origin of time. */
final class SystemHost implements Host {

    /**
     * Workers get platform threads, because virtual ones are not time-sliced and one worker runs the application's
     * listener: a listener that computes would keep its carrier, and with it every receive loop and every other listener
     * that waits for one.
     */
    static final SystemHost DEFAULT = new SystemHost(Thread.ofPlatform().daemon().factory(),
            Thread.ofVirtual().factory());

    private final ThreadFactory workers;
    private final ThreadFactory tasks;
    private final SecureRandom random = new SecureRandom();
    private final long origin = System.nanoTime();

    SystemHost(ThreadFactory threads) {
        this(threads, threads);
    }

    private SystemHost(ThreadFactory workers, ThreadFactory tasks) {
        this.workers = Objects.requireNonNull(workers, "threads");
        this.tasks = Objects.requireNonNull(tasks, "threads");
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() - origin;
    }

    @Override
    public Worker worker(String name, Runnable step) {
        SystemWorker worker = new SystemWorker(this, step);
        start(workers, name, worker);
        return worker;
    }

    @Override
    public void execute(String name, Runnable task) {
        start(tasks, name, task);
    }

    private static void start(ThreadFactory threads, String name, Runnable task) {
        Thread thread = threads.newThread(task);
        if (thread == null) {
            throw new IllegalStateException("the thread factory made no thread for " + name);
        }
        thread.setName(name);
        thread.start();
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        future.whenComplete((value, failure) -> done.countDown());
        return done.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean mayBlock() {
        return true;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}
