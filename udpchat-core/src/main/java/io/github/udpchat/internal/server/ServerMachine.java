package io.github.udpchat.internal.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.session.SessionServer;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoundTrips;
import org.jspecify.annotations.Nullable;

/**
 * Hands each datagram to the protocol that it belongs to. The classic protocol is UTF-8, in which no byte from 0xF8 up
 * occurs (RFC 3629), so a first byte from there on means the session protocol. Where that is not spoken, the classic protocol
 * drops it as not UTF-8; where classic is not spoken, whatever else is dropped as UNEXPECTED.
 */
public final class ServerMachine implements Machine {

    private final Hub hub;
    private final @Nullable ClassicServer classic;
    private final @Nullable SessionServer sessions;
    private @Nullable Draining draining;

    /** A server of one protocol or both, which share the hub. */
    public ServerMachine(Hub hub, @Nullable ClassicServer classic, @Nullable SessionServer sessions) {
        if (classic == null && sessions == null) {
            throw new AssertionError("a server speaks something");
        }
        this.hub = hub;
        this.classic = classic;
        this.sessions = sessions;
    }

    /** {@return the hub, for what the application asks for} */
    public Hub hub() {
        return hub;
    }

    /** {@return what a packet and its acknowledgement take in the sessions, which costs a look at each} */
    public RoundTrips roundTrips() {
        return RoundTrips.of(sessions == null ? new long[0] : sessions.roundTripsNanos());
    }

    /** {@return the side of the session protocol, or null if that is not spoken} */
    public @Nullable SessionServer sessions() {
        return sessions;
    }

    /**
     * Lets nobody join and relays nothing any more, and waits until the members have what was said before.
     *
     * @param successor where another server takes this one's place, of which the members are told; null if that is not known
     * @param outcome   gets to know whether they have, at the latest when the time is up
     */
    public void drain(long now, long limitNanos, @Nullable InetSocketAddress successor,
            CompletableFuture<Boolean> outcome, Outbox out) {
        if (draining == null) {
            draining = new Draining(now, limitNanos);
            if (sessions != null && successor != null) {
                sessions.moving(now, successor, out);
            }
            // Last, for those who are refused then are told of the successor, too.
            hub.stop(now, out);
        }
        draining.await(outcome, out);
    }

    @Override
    public void onStart(long now, Outbox out) {
        // A server waits for others to begin.
    }

    @Override
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        if (sessions != null && (classic == null || PacketType.isSession(datagram))) {
            if (PacketType.isSession(datagram)) {
                sessions.onDatagram(now, from, datagram, out);
            } else {
                out.dropped(datagram.hasRemaining() ? DropReason.UNEXPECTED : DropReason.EMPTY);
            }
        } else if (classic != null) {
            classic.onDatagram(now, from, datagram, out);
        }
    }

    @Override
    public void onTimer(long now, Outbox out) {
        hub.onTimer(now, out);
        if (classic != null) {
            classic.onTimer(now, out);
        }
        if (sessions != null) {
            sessions.onTimer(now, out);
        }
        if (draining != null) {
            draining.onTimer(now, () -> hub.isIdle() && (sessions == null || sessions.isQuiet()), out);
        }
    }

    @Override
    public void onClose(long now, Outbox out) {
        if (draining != null) {
            draining.abandon(out);
        }
        hub.onClose(now, out);
        if (sessions != null) {
            sessions.onClose(now, out);
        }
    }

    @Override
    public long nextDeadline() {
        long next = hub.nextDeadline();
        if (classic != null) {
            next = Math.min(next, classic.nextDeadline());
        }
        if (draining != null) {
            next = Math.min(next, draining.nextDeadline());
        }
        return sessions == null ? next : Math.min(next, sessions.nextDeadline());
    }
}
