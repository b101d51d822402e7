package io.github.udpchat.internal.server;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;

/**
 * Hands each datagram to the protocol that it belongs to. The classic protocol is UTF-8, in which no byte from 0xF8 up
 * occurs (RFC 3629), so a first byte from there on is free to mean another protocol on the same port; while there is none,
 * the classic protocol drops it as not UTF-8.
 */
public final class ServerMachine implements Machine {

    private final Hub hub;
    private final ClassicServer classic;

    /** A server of the classic protocol. */
    public ServerMachine(Hub hub, ClassicServer classic) {
        this.hub = hub;
        this.classic = classic;
    }

    /** {@return the hub, for what the application asks for} */
    public Hub hub() {
        return hub;
    }

    @Override
    public void onStart(long now, Outbox out) {
        // A server waits for others to begin.
    }

    @Override
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        classic.onDatagram(now, from, datagram, out);
    }

    @Override
    public void onTimer(long now, Outbox out) {
        hub.onTimer(now, out);
        classic.onTimer(now, out);
    }

    @Override
    public void onClose(long now, Outbox out) {
        hub.onClose(out);
    }

    @Override
    public long nextDeadline() {
        return Math.min(hub.nextDeadline(), classic.nextDeadline());
    }
}
