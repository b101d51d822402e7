package io.github.udpchat.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.udpchat.internal.address.AddressSpace;

/**
 * One inbox and the thread that empties it. Senders put into the inbox; the thread ends when it takes {@link #END}, which
 * {@link #close} puts there after making room for it.
 */
final class LoopbackTransport implements DatagramTransport {

    private static final Datagram END = new Datagram(new InetSocketAddress(0), new byte[0]);

    private record Datagram(InetSocketAddress from, byte[] bytes) {}

    private final AddressSpace<LoopbackTransport> addresses;
    private final InetSocketAddress localAddress;
    private final Binding binding;
    private final Host host;
    private final AtomicLong lostDatagrams;
    private final BlockingQueue<Datagram> inbox = new ArrayBlockingQueue<>(LoopbackNetwork.INBOX_DATAGRAMS);
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;

    LoopbackTransport(AddressSpace<LoopbackTransport> addresses, InetSocketAddress localAddress, Binding binding,
            Host host,
            AtomicLong lostDatagrams) {
        this.addresses = addresses;
        this.localAddress = localAddress;
        this.binding = binding;
        this.host = host;
        this.lostDatagrams = lostDatagrams;
    }

    @Override
    public void start(DatagramHandler handler) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the transport at " + localAddress + " was already started");
        }
        host.execute(binding.threadName(localAddress.getPort(), "receive"), () -> receive(handler));
    }

    private void receive(DatagramHandler handler) {
        while (!closed) {
            try {
                Datagram datagram = inbox.take();
                if (datagram != END) {
                    handler.onDatagram(datagram.from(), ByteBuffer.wrap(datagram.bytes()));
                }
            } catch (InterruptedException e) {
                // Only closing ends the loop.
            }
        }
    }

    @Override
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        LoopbackTransport recipient = closed ? null : addresses.find(to);
        if (recipient == null || !recipient.offer(localAddress, datagram)) {
            lostDatagrams.incrementAndGet();
        }
    }

    private boolean offer(InetSocketAddress from, ByteBuffer datagram) {
        byte[] bytes = new byte[Math.min(datagram.remaining(), binding.maxDatagramBytes() + 1)];
        datagram.get(datagram.position(), bytes);
        return !closed && inbox.offer(new Datagram(from, bytes));
    }

    @Override
    public int flush() {
        return 0;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        closed = true;
        addresses.release(localAddress, this);
        while (!inbox.offer(END)) {
            inbox.clear();
        }
    }
}
