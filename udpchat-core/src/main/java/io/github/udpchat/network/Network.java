package io.github.udpchat.network;

import java.io.IOException;

/**
 * Where endpoints open their transports, and the host that they run on. Safe for use by several threads. Wrap one to see or
 * change what passes, or write one from scratch; {@link DatagramTransport} says what it must do.
 *
 * {@snippet :
 * Network network = UdpNetwork.create(); // Or LoopbackNetwork.create(), SimulatedNetwork.seeded(42).
 * ChatServer server = ChatServer.builder().network(network).start();
 * }
 */
public interface Network {

    /**
     * Binds an address.
     *
     * @param binding the address and what the transport must know from the start
     * @return a transport that is bound and does not receive yet
     * @throws java.net.BindException if the address is in use or not of this host
     * @throws IOException            if the transport can't be opened for another reason
     */
    DatagramTransport open(Binding binding) throws IOException;

    /** {@return the host that endpoints on this network run on, always the same one} */
    Host host();
}
