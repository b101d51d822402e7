package io.github.udpchat.internal.flight;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint tells what happens to it, for those who record it. Costs nothing while nobody does: no call here makes an
 * object then. Never throws, and may be called by any thread.
 */
public interface FlightLog {

    /**
     * The log of one endpoint; one that forgets everything in a Java without the module {@code jdk.jfr}, which a trimmed image may
     * lack where the library lies on the class path.
     *
     * @param label   what the endpoint is
     * @param address where it is
     * @param clock   its time in nanoseconds
     */
    static FlightLog of(String label, InetSocketAddress address, LongSupplier clock) {
        boolean recorder = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
        return recorder ? new RecordedFlight(label, address, clock) : new NoRecorder();
    }

    /** Something has happened of which the listener will hear. */
    void event(Event event);

    /** The machine tells something. */
    void trace(Trace trace);

    /** Things were dropped for one reason, so many since that was told last. */
    void drops(DropReason reason, long count);

    /**
     * Something is about to be sent.
     *
     * @param room    where, or null for a direct message
     * @param outcome will have a Delivery or a DirectDelivery
     */
    void send(@Nullable RoomId room, int bytes, CompletableFuture<?> outcome);
}
