package io.github.udpchat.internal.engine;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.network.DatagramTransport;

/** Takes sends from the outbox to the transport, and counts them. Owned by the engine, used under its lock. */
final class Outgoing {

    private final Outbox outbox;
    private final DatagramTransport transport;
    private long datagrams;
    private long bytes;

    Outgoing(Outbox outbox, DatagramTransport transport) {
        this.outbox = outbox;
        this.transport = transport;
    }

    /** Sends the oldest, and returns how many of them failed. */
    int send(int most) {
        int count = Math.min(most, outbox.sends());
        for (int i = 0; i < count; i++) {
            ByteBuffer datagram = outbox.datagram();
            transport.send(outbox.recipient(), datagram);
            bytes += datagram.remaining();
            outbox.removeSend();
        }
        datagrams += count;
        return count == 0 ? 0 : transport.flush();
    }

    long datagrams() {
        return datagrams;
    }

    long bytes() {
        return bytes;
    }
}
