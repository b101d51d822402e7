package io.github.udpchat.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Network;

/** Somebody on a network who sends whatever bytes a test wants, and remembers what arrives. */
public final class RawPeer implements AutoCloseable {

    private final DatagramTransport transport;
    private final List<String> received = new CopyOnWriteArrayList<>();

    /** A peer at a free port of the loopback address. */
    public RawPeer(Network network) {
        this(network, new InetSocketAddress("127.0.0.1", 0));
    }

    /** A peer at an address. */
    public RawPeer(Network network, InetSocketAddress address) {
        try {
            transport = network.open(new Binding(address, Binding.MAX_DATAGRAM_BYTES, "raw"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        transport.start((from, datagram) -> received.add(StandardCharsets.ISO_8859_1.decode(datagram).toString()));
    }

    /** Sends bytes. */
    public void send(InetSocketAddress to, byte... datagram) {
        transport.send(to, ByteBuffer.wrap(datagram));
        transport.flush();
    }

    /** Sends a text in UTF-8. */
    public void send(InetSocketAddress to, String text) {
        send(to, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return what arrived, each byte as the character of its number} */
    public List<String> received() {
        return received;
    }

    /** {@return what arrived, read as UTF-8} */
    public List<String> receivedTexts() {
        return received.stream()
                .map(bytes -> new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .toList();
    }

    /** {@return where the peer is} */
    public InetSocketAddress address() {
        return transport.localAddress();
    }

    @Override
    public void close() {
        transport.close();
    }
}
