package io.github.udpchat.internal.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.udpchat.network.Host;
import org.jspecify.annotations.Nullable;

/**
 * A future whose blocking calls wait through the {@link Host}, so that in a simulation they run the simulation instead of
 * blocking its only thread. What is derived from it ({@code thenApply} and the like) is of the same kind.
 */
public class HostFuture<T> extends CompletableFuture<T> {

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Host host;

    /** Done when this is; what the host waits for. Made when somebody waits, once: each further one would stay attached. */
    private @Nullable CompletableFuture<Void> settled;

    /** A future that is not done. */
    public HostFuture(Host host) {
        this.host = host;
    }

    /** A future that is not done, and waits as another one. */
    protected HostFuture(HostFuture<?> like) {
        this(like.host);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new HostFuture<>(host);
    }

    private synchronized CompletableFuture<Void> settled() {
        if (settled == null) {
            CompletableFuture<Void> made = new CompletableFuture<>();
            whenComplete((value, failure) -> made.complete(null));
            settled = made;
        }
        return settled;
    }

    @Override
    public T join() {
        boolean interrupted = false;
        while (!isDone()) {
            try {
                host.await(settled(), FOREVER);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        while (!isDone()) {
            host.await(settled(), FOREVER);
        }
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (!isDone() && !host.await(settled(), Duration.ofNanos(unit.toNanos(timeout)))) {
            throw new TimeoutException("not done after " + timeout + " " + unit.toString().toLowerCase(Locale.ROOT));
        }
        return super.get();
    }
}
