package io.github.udpchat.internal.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import org.jspecify.annotations.Nullable;

/** A server that is about to close waits until its members have what was said. Owned by one {@link ServerMachine}. */
final class Draining {

    /** So often it is looked whether everything has arrived. */
    private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

    private final long until;
    private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    private long nextLook;

    /** Whether everything had arrived at the end; null before. */
    private @Nullable Boolean arrived;

    /** A drain that begins now and has so long. */
    Draining(long now, long limitNanos) {
        this.until = now + limitNanos;
        this.nextLook = now;
    }

    /** Somebody wants to know whether everything has arrived, and may come when that is known. */
    void await(CompletableFuture<Boolean> outcome, Outbox out) {
        waiting.add(outcome);
        if (arrived != null) {
            end(arrived, out);
        }
    }

    long nextDeadline() {
        return nextLook;
    }

    /** The time of {@link #nextDeadline} may have come. */
    void onTimer(long now, BooleanSupplier everythingHasArrived, Outbox out) {
        if (now < nextLook) {
            return;
        }
        boolean all = everythingHasArrived.getAsBoolean();
        if (all || now >= until) {
            arrived = all;
            nextLook = Machine.NEVER;
            end(all, out);
        } else {
            nextLook = Math.min(until, now + LOOK_NANOS);
        }
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
