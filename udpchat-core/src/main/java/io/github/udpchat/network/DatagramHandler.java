package io.github.udpchat.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Takes what a transport receives. */
@FunctionalInterface
public interface DatagramHandler {

    /**
     * Takes one datagram. A transport calls this for one datagram at a time, on its own thread. The handler does not
     * throw.
     *
     * @param from     where the datagram came from
     * @param datagram its bytes, from position to limit; the handler's only until it returns
     */
    void onDatagram(InetSocketAddress from, ByteBuffer datagram);
}
