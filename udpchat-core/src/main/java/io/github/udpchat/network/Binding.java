package io.github.udpchat.network;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What a transport must know when it is opened.
 *
 * {@snippet :
 * Binding binding = new Binding(new InetSocketAddress("127.0.0.1", 0), 1_024, "server");
 * DatagramTransport transport = UdpNetwork.create().open(binding);
 * }
 *
 * @param address          the resolved address to bind; port 0 takes any free port
 * @param maxDatagramBytes the longest datagram that the endpoint accepts, 1 to {@value #MAX_DATAGRAM_BYTES}; of a longer
 *                         one the handler gets the first {@code maxDatagramBytes + 1} bytes, and so sees that it is too
 *                         long
 * @param label            what the endpoint is, for the names of its threads: {@code server}, {@code client}
 * @param dontFragment     whether no datagram that is sent may be cut into pieces on its way, where the system can say so;
 *                         one that is too long for a link is then lost
 */
public record Binding(InetSocketAddress address, int maxDatagramBytes, String label, boolean dontFragment) {

    /** The most that UDP over IPv4 can carry: 65,535 bytes less 20 of IP and 8 of UDP header (RFC 768, RFC 791). */
    public static final int MAX_DATAGRAM_BYTES = 65_507;

    /** Checks the values. */
    public Binding {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(label, "label");
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address must be resolved, was " + address);
        }
        if (maxDatagramBytes < 1 || maxDatagramBytes > MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException(
                    "maxDatagramBytes must be 1 to " + MAX_DATAGRAM_BYTES + ", was " + maxDatagramBytes);
        }
    }

    /**
     * A binding whose datagrams may be cut into pieces.
     *
     * @param address          the resolved address to bind
     * @param maxDatagramBytes the longest datagram that the endpoint accepts
     * @param label            what the endpoint is
     */
    public Binding(InetSocketAddress address, int maxDatagramBytes, String label) {
        this(address, maxDatagramBytes, label, false);
    }

    /**
     * The name of a thread that works for an endpoint.
     *
     * @param port the port that it is bound to
     * @param role what the thread does
     * @return {@code udpchat-LABEL-PORT-ROLE}
     */
    public String threadName(int port, String role) {
        return "udpchat-" + label + "-" + port + "-" + role;
    }
}
