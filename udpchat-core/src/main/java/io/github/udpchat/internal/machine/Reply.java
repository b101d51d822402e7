package io.github.udpchat.internal.machine;

import java.util.concurrent.CompletableFuture;

/** The result that a caller waits for. */
public record Reply<T>(CompletableFuture<T> future, T value) implements Notice {

    /** Completes the future; runs whatever the application hung on it. */
    public void deliver() {
        future.complete(value);
    }
}
