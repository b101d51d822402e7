package io.github.udpchat.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Takes what a transport receives.
 *
 * {@snippet :
 * DatagramHandler handler = (from, datagram) -> System.out.println(datagram.remaining() + " bytes of " + from);
 * }
 */
@FunctionalInterface
public interface DatagramHandler {

    /**
     * Takes one datagram. A transport calls this for one datagram at a time, on a thread that is in no other call of the
     * library. The handler does not throw.
     *
     * @param from     where the datagram came from, a resolved address
     * @param datagram its bytes, from position to limit, of a datagram that is too long one byte more than the endpoint
     *                 accepts, see {@link Binding#maxDatagramBytes}; the handler's only until it returns
     */
    void onDatagram(InetSocketAddress from, ByteBuffer datagram);
}
