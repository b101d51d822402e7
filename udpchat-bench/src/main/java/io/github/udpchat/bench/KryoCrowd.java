package io.github.udpchat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;

import com.esotericsoftware.kryonet.Client;
import com.esotericsoftware.kryonet.Connection;
import com.esotericsoftware.kryonet.Listener;
import com.esotericsoftware.minlog.Log;

/** KryoNet's own clients, each with its sockets and its thread, as that library wants it. */
final class KryoCrowd implements Crowd {

    private static final int CONNECT_MILLIS = 10_000;

    private final List<Client> clients = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals();

    private KryoCrowd() {}

    /** {@return as many clients of the server, which listens at one port number for both TCP and UDP} */
    static Crowd connect(InetSocketAddress server, int peers) throws IOException {
        Log.ERROR();
        KryoCrowd crowd = new KryoCrowd();
        try {
            for (int peer = 0; peer < peers; peer++) {
                crowd.connect(server, new Client(KryoRelay.WRITE_BYTES, KryoRelay.OBJECT_BYTES));
            }
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    private void connect(InetSocketAddress server, Client client) throws IOException {
        int peer = clients.size();
        clients.add(client);
        client.getKryo().register(byte[].class);
        client.addListener(new Listener() {
            @Override
            public void received(Connection connection, Object object) {
                if (object instanceof byte[] text) {
                    arrivals.add(ByteBuffer.wrap(text), peer);
                }
            }
        });
        client.start();
        client.connect(CONNECT_MILLIS, server.getAddress(), server.getPort(), server.getPort());
    }

    @Override
    public int size() {
        return clients.size();
    }

    @Override
    public void say(byte[] text) {
        clients.getFirst().sendUDP(text);
    }

    @Override
    public void receive(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) {
        arrivals.take(timeoutMillis, receiver);
    }

    /** Stopping a client ends its thread, and leaves its selector open, which is several files. */
    @Override
    public void close() {
        clients.forEach(Client::stop);
        for (Client client : clients) {
            try {
                Thread update = client.getUpdateThread();
                if (update != null) {
                    update.join(CONNECT_MILLIS);
                }
                client.dispose();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the generator", e);
            }
        }
    }
}
