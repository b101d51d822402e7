package io.github.udpchat.internal.flight;

import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** The log where there is no flight recorder. Must not name any class of it, for there is none. */
final class NoRecorder implements FlightLog {

    @Override
    public void event(Event event) {
        // Nobody records it.
    }

    @Override
    public void trace(Trace trace) {
        // Nobody records it.
    }

    @Override
    public void drops(DropReason reason, long count) {
        // Nobody records it.
    }

    @Override
    public void send(@Nullable RoomId room, int bytes, CompletableFuture<?> outcome) {
        // Nobody records it.
    }
}
