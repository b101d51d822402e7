package io.github.udpchat.internal.machine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.model.Delivery;
import org.jspecify.annotations.Nullable;

/** A client's machine, whatever it speaks. */
public interface ClientMachine extends Machine {

    /**
     * Says something.
     *
     * @param message in the form in which the protocol carries it, checked; not changed any more
     * @param later   gets the outcome if that is not known yet
     * @return the outcome, or null if it comes later
     */
    @Nullable Delivery send(long now, ByteBuffer message, CompletableFuture<Delivery> later, Outbox out);

    /** {@return how many messages were sent} */
    long sent();

    /** {@return how many messages arrived} */
    long received();
}
