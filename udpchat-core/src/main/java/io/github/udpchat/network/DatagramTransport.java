package io.github.udpchat.network;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A bound address that sends and receives datagrams, each whole or not at all, in any order or never: the service of UDP
 * (RFC 768).
 *
 * <p>
 * The endpoint that opened it calls {@link #start} once, and {@link #send} and {@link #flush} from one thread at a time, under
 * a lock of its own; {@link #close} may come from any thread at any moment. Sending after the end, like every other misfortune
 * of the network, is a lost datagram and not an exception. (Should a transport throw all the same, the datagram at hand is
 * counted as {@link io.github.udpchat.model.DropReason#SEND_FAILED}.)
 *
 * <p>
 * An implementation is tested by extending {@code NetworkContracts}, which is in the library's test-jar.
 *
 * {@snippet :
 * try (DatagramTransport transport = UdpNetwork.create().open(binding)) {
 *     transport.start((from, datagram) -> System.out.println("heard " + from));
 *     transport.send(transport.localAddress(), ByteBuffer.wrap(new byte[] {1, 2, 3}));
 * }
 * }
 */
public interface DatagramTransport extends AutoCloseable {

    /**
     * Begins to receive, and returns at once. What has arrived since the transport was opened is received first, within the
     * bounds of its buffer. A transport that needs a thread for this takes it from {@link Host#execute}, or from
     * elsewhere if those do not serve, under the name {@link Binding#threadName threadName(port, "receive")}.
     *
     * @param handler takes the datagrams, one at a time
     * @throws IllegalStateException if already started
     */
    void start(DatagramHandler handler);

    /**
     * Sends a datagram, or keeps it until {@link #flush} so that several can go out together. Never blocks for long,
     * never calls a handler, and never throws for what the network does.
     *
     * @param to       where to send it
     * @param datagram the bytes, from position to limit; neither content, position nor limit is changed, and the buffer is
     *                 the caller's again when this returns
     */
    void send(InetSocketAddress to, ByteBuffer datagram);

    /**
     * Sends what {@link #send} may have kept.
     *
     * @return how many of the datagrams handed over since the last flush could not be sent
     */
    int flush();

    /** {@return the address bound, with the port that was chosen} */
    InetSocketAddress localAddress();

    /**
     * Stops receiving and frees the address. Does not wait for a handler that is at work, so the handler may still be called
     * once; the endpoint then ignores it. Closing again does nothing.
     */
    @Override
    void close();
}
