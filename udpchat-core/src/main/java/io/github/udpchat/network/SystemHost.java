package io.github.udpchat.network;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/** Real time, real threads, secure randomness. Owns nothing but its origin of time. */
final class SystemHost implements Host {

    static final SystemHost DEFAULT = new SystemHost(Thread.ofVirtual().factory(),
            Thread.ofPlatform().daemon().factory());

    private final ThreadFactory threads;
    private final ThreadFactory listenerThreads;
    private final SecureRandom random = new SecureRandom();
    private final long origin = System.nanoTime();

    SystemHost(ThreadFactory threads) {
        this(threads, threads);
    }

    private SystemHost(ThreadFactory threads, ThreadFactory listenerThreads) {
        this.threads = Objects.requireNonNull(threads, "threads");
        this.listenerThreads = listenerThreads;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() - origin;
    }

    @Override
    public Worker worker(String name, Runnable step) {
        return worker(threads, name, step);
    }

    @Override
    public Worker listener(String name, Runnable step) {
        return worker(listenerThreads, name, step);
    }

    private Worker worker(ThreadFactory factory, String name, Runnable step) {
        SystemWorker worker = new SystemWorker(this, step);
        start(factory, name, worker);
        return worker;
    }

    @Override
    public void execute(String name, Runnable task) {
        start(threads, name, task);
    }

    private static void start(ThreadFactory factory, String name, Runnable task) {
        Thread thread = factory.newThread(task);
        if (thread == null) {
            throw new IllegalStateException("the thread factory made no thread for " + name);
        }
        thread.setName(name);
        thread.start();
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException {
        try {
            future.get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | CancellationException done) {
            return true;
        } catch (TimeoutException notDone) {
            return false;
        }
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
