package io.github.udpchat.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.simulation.SimulatedNetwork;

/**
 * A network address translator in a simulation: clients send to it, and the server sees an address of its own for each, until
 * {@link #rebind} gives all of them other ports, or {@link #move} another host. Owned by the test that makes it.
 */
final class SimulatedNat {

    private final SimulatedNetwork net;
    private final InetSocketAddress server;
    private final DatagramTransport inside;
    private final Map<InetSocketAddress, DatagramTransport> outside = new LinkedHashMap<>();
    private int host = 1;

    SimulatedNat(SimulatedNetwork net, InetSocketAddress server) {
        this.net = net;
        this.server = server;
        this.inside = open();
        inside.start(this::fromClient);
    }

    private DatagramTransport open() {
        try {
            return net.open(new Binding(new InetSocketAddress("127.0.0." + host, 0), 1_500, "nat"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what clients take for the server} */
    InetSocketAddress address() {
        return inside.localAddress();
    }

    /** Forgets all bindings: what comes for them is lost, and what clients send next leaves from other ports. */
    void rebind() {
        outside.values().forEach(DatagramTransport::close);
        outside.clear();
    }

    /** As {@link #rebind}, and what clients send next leaves from another host: from another provider, say. */
    void move() {
        host++;
        rebind();
    }

    private void fromClient(InetSocketAddress client, ByteBuffer datagram) {
        outside.computeIfAbsent(client, this::bind).send(server, datagram);
    }

    private DatagramTransport bind(InetSocketAddress client) {
        DatagramTransport binding = open();
        binding.start((from, datagram) -> {
            if (from.equals(server)) {
                inside.send(client, datagram);
            }
        });
        return binding;
    }
}
