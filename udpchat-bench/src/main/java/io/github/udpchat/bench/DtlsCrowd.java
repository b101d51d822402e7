package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;

/** Scandium's own clients, each with its socket and its threads. */
final class DtlsCrowd implements Crowd {

    private static final int PATIENCE_SECONDS = 10;

    private final List<DTLSConnector> clients = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private final EndpointContext server;

    private DtlsCrowd(InetSocketAddress server) {
        this.server = new AddressEndpointContext(server);
    }

    static Crowd connect(InetSocketAddress server, int peers) throws IOException {
        DtlsCrowd crowd = new DtlsCrowd(server);
        try {
            for (int peer = 0; peer < peers; peer++) {
                crowd.connect(DtlsRelay.connector(DtlsConfig.DtlsRole.CLIENT_ONLY));
            }
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    /** What is said first brings the handshake about. */
    private void connect(DTLSConnector client) throws IOException {
        int peer = clients.size();
        clients.add(client);
        CountDownLatch joined = new CountDownLatch(1);
        client.setRawDataReceiver(data -> {
            if (Arrays.equals(data.getBytes(), DtlsRelay.JOIN)) {
                joined.countDown();
            } else {
                arrivals.add(ByteBuffer.wrap(data.getBytes()), peer);
            }
        });
        client.start();
        send(client, DtlsRelay.JOIN);
        try {
            if (!joined.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("peer " + peer + " could not join");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the generator", e);
        }
    }

    private void send(DTLSConnector client, byte[] text) {
        client.send(RawData.outbound(text, server, null, false));
    }

    @Override
    public int size() {
        return clients.size();
    }

    @Override
    public void say(byte[] text) {
        send(clients.getFirst(), text);
    }

    @Override
    public void receive(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) {
        arrivals.take(timeoutMillis, receiver);
    }

    @Override
    public void close() {
        clients.forEach(client -> send(client, DtlsRelay.LEAVE));
        clients.forEach(DTLSConnector::destroy);
    }
}
