package io.github.udpchat.internal.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;

/** A server that is about to close waits until its members have what was said. Owned by one {@link ServerMachine}. */
final class Draining {

    /** So often it is looked whether everything has arrived. */
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private final long until;
    private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    private long nextLook;

    /** A drain that begins now and has so long. */
    Draining(long now, long limitNanos) {
        this.until = now + limitNanos;
        this.nextLook = now;
    }

    /** Somebody wants to know whether everything has arrived. */
    void await(CompletableFuture<Boolean> outcome) {
        waiting.add(outcome);
    }

    long nextDeadline() {
        return nextLook;
    }

    /** The time of {@link #nextDeadline} may have come. Returns whether the drain is over. */
    boolean isOver(long now, BooleanSupplier everythingHasArrived, Outbox out) {
        if (now < nextLook) {
            return false;
        }
        boolean arrived = everythingHasArrived.getAsBoolean();
        if (arrived || now >= until) {
            end(arrived, out);
            return true;
        }
        nextLook = Math.min(until, now + LOOK_NANOS);
        return false;
    }

    /** The server closes without waiting any longer. */
    void abandon(Outbox out) {
        end(false, out);
    }

    private void end(boolean arrived, Outbox out) {
        waiting.forEach(outcome -> out.complete(new Reply<>(outcome, arrived)));
        waiting.clear();
    }
}
