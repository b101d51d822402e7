package io.github.udpchat;

import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.hub.Outcome;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.model.Delivery;

/**
 * Hears what becomes of something that the server itself says. Mostly that is known at once, and then the future is done when
 * {@code send} returns; where it is stored first, it is known later. Owned by one send, under the engine's lock.
 */
final class OwnSend implements Outcome {

    private final CompletableFuture<Delivery> future;
    private boolean said;

    OwnSend(CompletableFuture<Delivery> future) {
        this.future = future;
    }

    @Override
    public void onOutcome(long now, Delivery how, Outbox out) {
        if (said) {
            out.complete(new Reply<>(future, how));
        } else {
            future.complete(how); // Nobody has it yet, so nobody's code runs here, under the lock.
        }
    }

    /** What comes from here on comes later. */
    void said() {
        said = true;
    }
}
