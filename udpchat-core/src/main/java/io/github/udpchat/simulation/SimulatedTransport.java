package io.github.udpchat.simulation;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramHandler;
import io.github.udpchat.network.DatagramTransport;
import org.jspecify.annotations.Nullable;

/** One bound address of a simulation. What arrives before {@link #start} waits for it, as in the buffer of a socket. */
final class SimulatedTransport implements DatagramTransport {

    private final Links links;
    private final InetSocketAddress localAddress;
    private final int maxDatagramBytes;
    private final List<Runnable> early = new ArrayList<>();
    private @Nullable DatagramHandler handler;
    private InetSocketAddress seenAddress;
    private boolean closed;

    SimulatedTransport(Links links, InetSocketAddress localAddress, Binding binding) {
        this.links = links;
        this.localAddress = localAddress;
        this.seenAddress = localAddress;
        this.maxDatagramBytes = binding.maxDatagramBytes();
    }

    @Override
    public void start(DatagramHandler newHandler) {
        if (handler != null) {
            throw new IllegalStateException("the transport at " + localAddress + " was already started");
        }
        handler = newHandler;
        early.forEach(links::soon);
        early.clear();
    }

    @Override
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        if (!closed) {
            links.send(seenAddress, to, datagram);
        }
    }

    /** A datagram arrives. */
    void receive(InetSocketAddress from, byte[] datagram) {
        if (closed) {
            return;
        }
        if (handler == null) {
            early.add(() -> receive(from, datagram));
            return;
        }
        handler.onDatagram(from, ByteBuffer.wrap(datagram, 0, Math.min(datagram.length, maxDatagramBytes + 1)));
    }

    @Override
    public int flush() {
        return 0;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** {@return the address that others see, and at which it is reached} */
    InetSocketAddress seenAddress() {
        return seenAddress;
    }

    void isSeenAt(InetSocketAddress address) {
        seenAddress = address;
    }

    @Override
    public void close() {
        links.release(this);
        closed = true;
    }
}
