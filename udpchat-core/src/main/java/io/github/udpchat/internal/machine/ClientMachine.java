package io.github.udpchat.internal.machine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.model.Delivery;

/** A client's machine, whatever it speaks. */
public interface ClientMachine extends Machine {

    /**
     * Says something.
     *
     * @param message in the form in which the protocol carries it, checked; not changed any more
     * @param outcome gets the outcome: at once, if it is known; nobody waits for it yet
     */
    void send(long now, ByteBuffer message, CompletableFuture<Delivery> outcome, Outbox out);

    /** {@return how many messages were sent} */
    long sent();

    /** {@return how many messages arrived} */
    long received();
}
