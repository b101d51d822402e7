package io.github.udpchat.transport.linux;

import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramHandler;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. The receive thread owns the batch that it receives into; whoever may call {@link #send} owns the batch that is
 * sent.
 */
final class LinuxTransport implements DatagramTransport {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxTransport.class);

    /** How long closing waits for a receive loop that gets no processor, after which the port is freed a little late. */
    private static final long CLOSE_PATIENCE_MILLIS = 500;

    private final Descriptor descriptor;
    private final Binding binding;
    private final Host receiveHost;
    private final InetSocketAddress localAddress;
    private final AtomicBoolean started = new AtomicBoolean();
    private final SendBatch outgoing;
    private int failedSends;

    LinuxTransport(Descriptor descriptor, int family, Binding binding, Host receiveHost,
            InetSocketAddress localAddress) {
        this.descriptor = descriptor;
        this.binding = binding;
        this.receiveHost = receiveHost;
        this.localAddress = localAddress;
        this.outgoing = new SendBatch(descriptor.memory(), family);
    }

    @Override
    public void start(DatagramHandler handler) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("the transport at " + localAddress + " was already started");
        }
        receiveHost.execute(binding.threadName(localAddress.getPort(), "receive"), () -> receive(handler));
    }

    private void receive(DatagramHandler handler) {
        try (Arena memory = Arena.ofConfined()) {
            receive(new ReceiveBatch(memory, binding.maxDatagramBytes() + 1), handler);
        }
    }

    private void receive(ReceiveBatch batch, DatagramHandler handler) {
        FailureStreak failures = new FailureStreak();
        while (descriptor.enter()) {
            int received;
            try {
                received = batch.receive(descriptor.number());
            } finally {
                descriptor.leave();
            }
            if (received >= 0) {
                failures.onSuccess();
                handOver(batch, received, handler);
            } else if (received != -Posix.EINTR && descriptor.isOpen()) {
                failures.onFailure();
                sayAndPause(failures, -received);
            }
        }
    }

    private void handOver(ReceiveBatch batch, int received, DatagramHandler handler) {
        for (int i = 0; i < received && descriptor.isOpen(); i++) {
            if (batch.hasSender(i)) {
                handler.onDatagram(batch.sender(i), batch.datagram(i));
            }
        }
        batch.reset(received);
    }

    private void sayAndPause(FailureStreak failures, int errno) {
        if (failures.isToBeWarnedOf()) {
            LOG.warn(
                    "Receiving at {} fails again and again: {}. It is tried at least every {} ms, and nothing is heard until"
                            + " it succeeds",
                    localAddress, Posix.errorText(errno), FailureStreak.LONGEST_PAUSE_MILLIS);
        } else {
            LOG.debug("Receiving at {} failed and goes on: {}", localAddress, Posix.errorText(errno));
        }
        // Closing ends the pause.
        descriptor.awaitFreed(failures.pauseMillis());
    }

    @Override
    public void send(InetSocketAddress to, ByteBuffer datagram) {
        if (datagram.remaining() > Binding.MAX_DATAGRAM_BYTES || !descriptor.enter()) {
            failedSends++;
            return;
        }
        try {
            keep(to, datagram);
        } finally {
            descriptor.leave();
        }
    }

    private void keep(InetSocketAddress to, ByteBuffer datagram) {
        if (!outgoing.hasRoomFor(datagram.remaining())) {
            sendBatch();
        }
        if (!outgoing.add(to, datagram)) {
            failedSends++;
        }
    }

    @Override
    public int flush() {
        sendBatch();
        int failed = failedSends;
        failedSends = 0;
        return failed;
    }

    private void sendBatch() {
        if (outgoing.isEmpty()) {
            return;
        }
        if (!descriptor.enter()) {
            failedSends += outgoing.clear();
            return;
        }
        try {
            failedSends += outgoing.send(descriptor.number());
        } finally {
            descriptor.leave();
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public void close() {
        descriptor.close();
        descriptor.awaitFreed(CLOSE_PATIENCE_MILLIS);
    }
}
