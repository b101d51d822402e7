package io.github.udpchat.internal.flight;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * The log in the JDK's flight recorder. An event is made only while its type is recorded: whether it is, one object of each type
 * tells for all. Nothing that was said is recorded, no key, and no words of the application's.
 */
final class RecordedFlight implements FlightLog {

    private static final JoinEvent JOIN = new JoinEvent();
    private static final LeaveEvent LEAVE = new LeaveEvent();
    private static final DropEvent DROP = new DropEvent();
    private static final HandshakeEvent HANDSHAKE = new HandshakeEvent();
    private static final PathChangeEvent PATH_CHANGE = new PathChangeEvent();
    private static final SlowSendEvent SLOW_SEND = new SlowSendEvent();

    private final String endpoint;
    private final LongSupplier clock;

    RecordedFlight(String label, InetSocketAddress address, LongSupplier clock) {
        this.endpoint = label + " " + shown(address);
        this.clock = clock;
    }

    @Override
    public void event(Event event) {
        if (event instanceof ServerEvent.Joined joined) {
            if (JOIN.isEnabled()) {
                record(joined);
            }
        } else if (event instanceof ServerEvent.Left left && LEAVE.isEnabled()) {
            record(left);
        }
    }

    private void record(ServerEvent.Joined joined) {
        JoinEvent event = new JoinEvent();
        event.endpoint = endpoint;
        event.peerId = joined.peer().id().value();
        event.name = PrintableText.of(joined.peer().name());
        event.room = PrintableText.of(joined.room().name());
        event.address = shown(joined.peer().address());
        event.commit();
    }

    private void record(ServerEvent.Left left) {
        LeaveEvent event = new LeaveEvent();
        event.endpoint = endpoint;
        event.peerId = left.peer().id().value();
        event.name = PrintableText.of(left.peer().name());
        event.room = PrintableText.of(left.room().name());
        event.reason = left.why().getClass().getSimpleName();
        event.commit();
    }

    @Override
    public void drops(DropReason reason, long count) {
        if (DROP.isEnabled()) {
            DropEvent event = new DropEvent();
            event.endpoint = endpoint;
            event.reason = reason.name();
            event.count = count;
            event.commit();
        }
    }

    @Override
    public void trace(Trace trace) {
        switch (trace) {
            case Trace.Handshake handshake -> {
                if (HANDSHAKE.isEnabled()) {
                    record(handshake);
                }
            }
            case Trace.PathChanged change -> {
                if (PATH_CHANGE.isEnabled()) {
                    record(change);
                }
            }
        }
    }

    private void record(Trace.Handshake handshake) {
        HandshakeEvent event = new HandshakeEvent();
        event.endpoint = endpoint;
        event.session = shown(handshake.session());
        event.remote = shown(handshake.peer());
        event.took = handshake.nanos();
        event.succeeded = handshake.failure().isEmpty();
        event.reason = handshake.failure().orElse(null);
        event.commit();
    }

    private void record(Trace.PathChanged change) {
        PathChangeEvent event = new PathChangeEvent();
        event.endpoint = endpoint;
        event.session = shown(change.session());
        event.from = shown(change.from());
        event.to = shown(change.to());
        event.commit();
    }

    @Override
    public void send(@Nullable RoomId room, int bytes, CompletableFuture<?> outcome) {
        if (SLOW_SEND.isEnabled()) {
            SlowSendEvent event = new SlowSendEvent();
            long calledAt = clock.getAsLong();
            event.begin();
            outcome.whenComplete((delivery, cancelled) -> {
                event.end();
                if (event.shouldCommit()) {
                    event.endpoint = endpoint;
                    event.room = room == null ? null : PrintableText.of(room.name());
                    event.size = bytes;
                    event.took = clock.getAsLong() - calledAt;
                    describe(event, delivery);
                    event.commit();
                }
            });
        }
    }

    /** Without an outcome if the caller has ended the future itself. */
    private static void describe(SlowSendEvent event, @Nullable Object delivery) {
        event.outcome = delivery == null ? null : delivery.getClass().getSimpleName();
        event.reason = switch (delivery) {
            case Delivery.Refused(DropReason why) -> why.name();
            case Delivery.Unconfirmed(Delivery.Cause cause) -> cause.name();
            case null, default -> null;
        };
    }

    private static @Nullable String shown(long session) {
        return session == 0 ? null : String.format("%016x", session);
    }

    private static String shown(InetSocketAddress address) {
        String host = PrintableText.of(address.getAddress().getHostAddress());
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
