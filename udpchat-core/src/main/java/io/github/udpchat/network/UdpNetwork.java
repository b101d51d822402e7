package io.github.udpchat.network;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.StandardSocketOptions;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;

import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real UDP sockets. Each transport is a {@link DatagramSocket} with one thread that blocks in {@code receive}.
 *
 * <p>
 * Its threads are virtual, but for the one that calls the listener, unless the application sets others. Set platform
 * threads when the application keeps the carriers of its virtual threads busy with computing, in an admission hook or a
 * registry too (a virtual receive loop then starves), or when the time for a single relayed message at low load matters
 * most.
 *
 * {@snippet :
 * // Where the application keeps all carriers of virtual threads busy:
 * Network network = UdpNetwork.withThreads(Thread.ofPlatform().daemon().factory());
 * ChatServer server = ChatServer.builder().network(network).start();
 * }
 */
public final class UdpNetwork implements Network {

    /**
     * Receive buffer that is asked for, in bytes: room for bursts of several thousand datagrams. Where the system grants
     * less, a warning is logged once, and bursts may lose datagrams, which the protocol or its users must bear.
     */
    public static final int RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(UdpNetwork.class);
    private static final AtomicBoolean WARNED_OF_SMALL_BUFFER = new AtomicBoolean();

    private final Host host;

    private UdpNetwork(Host host) {
        this.host = host;
    }

    /** {@return a network with the threads of {@link Host#system()}} */
    public static UdpNetwork create() {
        return new UdpNetwork(Host.system());
    }

    /**
     * A network with the application's threads. Nobody may interrupt them: an interrupt closes the socket in which a virtual
     * thread receives.
     *
     * @param threads makes every thread of the endpoints on this network, for example
     *                {@code Thread.ofPlatform().daemon().factory()}
     * @return the network
     */
    public static UdpNetwork withThreads(ThreadFactory threads) {
        return new UdpNetwork(Host.system(Objects.requireNonNull(threads, "threads")));
    }

    @Override
    public DatagramTransport open(Binding binding) throws IOException {
        DatagramSocket socket = new DatagramSocket(null);
        try {
            // SO_REUSEADDR stays off: on Linux it would let a second server take the port of the first one unnoticed.
            socket.setReuseAddress(false);
            socket.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            warnOnceOfSmallBuffer(socket.getOption(StandardSocketOptions.SO_RCVBUF));
            if (binding.dontFragment() && socket.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
                socket.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
            }
            socket.bind(binding.address());
            return new UdpTransport(socket, binding, host);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Host host() {
        return host;
    }

    private static void warnOnceOfSmallBuffer(int grantedBytes) {
        if (grantedBytes < RECEIVE_BUFFER_BYTES && WARNED_OF_SMALL_BUFFER.compareAndSet(false, true)) {
            LOG.warn(
                    "The system grants a receive buffer of {} bytes where {} were asked for: bursts may lose datagrams."
                            + " On Linux, raise it with: sysctl -w net.core.rmem_max={}",
                    grantedBytes,
                    RECEIVE_BUFFER_BYTES,
                    RECEIVE_BUFFER_BYTES);
        }
    }
}
