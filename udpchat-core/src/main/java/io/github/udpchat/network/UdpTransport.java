package io.github.udpchat.network;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. The receive thread owns the receive packet; whoever may call {@link #send} owns the send packet. The socket
 * is never connected and never a channel in blocking mode: a {@link DatagramSocket} survives senders that are
 * interrupted, and nobody but its own thread, which nobody interrupts, is ever in {@code receive}.
 */
final class UdpTransport implements DatagramTransport {

    private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);

    /** How long closing waits for a receive loop that gets no processor, after which the port is freed a little late. */
    private static final long CLOSE_PATIENCE_MILLIS = 500;

    private final DatagramSocket socket;
    private final Binding binding;
    private final Host host;
    private final InetSocketAddress localAddress;
    private final AtomicBoolean started = new AtomicBoolean();

    /** Held by the receive thread while it is in {@code receive}, and not while it is in the handler. */
    private final ReentrantLock inReceive = new ReentrantLock();
    private final DatagramPacket outgoing = new DatagramPacket(new byte[0], 0);
    private byte[] copy = new byte[0];
    private int failedSends;

    UdpTransport(DatagramSocket socket, Binding binding, Host host) {
        this.socket = socket;
        this.binding = binding;
        this.host = host;
        this.localAddress = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public void start(DatagramHandler handler) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the transport at " + localAddress + " was already started");
        }
        host.execute(binding.threadName(localAddress.getPort(), "receive"), () -> receive(handler));
    }

    private void receive(DatagramHandler handler) {
        byte[] bytes = new byte[binding.maxDatagramBytes() + 1];
        DatagramPacket incoming = new DatagramPacket(bytes, bytes.length);
        while (!socket.isClosed()) {
            incoming.setLength(bytes.length);
            if (received(incoming)) {
                ByteBuffer datagram = ByteBuffer.wrap(bytes, 0, incoming.getLength());
                handler.onDatagram((InetSocketAddress) incoming.getSocketAddress(), datagram);
            }
        }
    }

    private boolean received(DatagramPacket incoming) {
        inReceive.lock();
        try {
            socket.receive(incoming);
            return true;
        } catch (IOException e) {
            if (!socket.isClosed()) {
                LOG.debug("Receiving at {} failed and goes on", localAddress, e);
            }
            return false;
        } finally {
            inReceive.unlock();
        }
    }

    @Override
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        if (datagram.hasArray()) {
            outgoing.setData(datagram.array(), datagram.arrayOffset() + datagram.position(), datagram.remaining());
        } else {
            copyOut(datagram);
        }
        try {
            outgoing.setSocketAddress(to);
            socket.send(outgoing);
        } catch (IOException | IllegalArgumentException e) {
            // No route, port 0, a broadcast address, longer than the link takes, or just closed: a lost datagram.
            failedSends++;
        }
    }

    private void copyOut(ByteBuffer datagram) {
        if (copy.length < datagram.remaining()) {
            copy = new byte[datagram.remaining()];
        }
        datagram.get(datagram.position(), copy, 0, datagram.remaining());
        outgoing.setData(copy, 0, datagram.remaining());
    }

    @Override
    public int flush() {
        int failed = failedSends;
        failedSends = 0;
        return failed;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        socket.close();
        awaitReceiveFailed();
    }

    /** Closing makes a pending receive fail at once, but the JDK frees the port only when that receive has returned. */
    private void awaitReceiveFailed() {
        boolean interrupted = Thread.interrupted();
        try {
            if (inReceive.tryLock(CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                inReceive.unlock();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
