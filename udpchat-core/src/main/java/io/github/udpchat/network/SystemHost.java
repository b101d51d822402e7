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

    static final SystemHost WITH_VIRTUAL_THREADS = new SystemHost(Thread.ofVirtual().factory());

    private final ThreadFactory threads;
    private final SecureRandom random = new SecureRandom();
    private final long origin = System.nanoTime();

    SystemHost(ThreadFactory threads) {
        this.threads = Objects.requireNonNull(threads, "threads");
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() - origin;
    }

    @Override
    public Worker worker(String name, Runnable step) {
        SystemWorker worker = new SystemWorker(this, step);
        execute(name, worker);
        return worker;
    }

    @Override
    public void execute(String name, Runnable task) {
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
