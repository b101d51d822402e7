package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;

import io.github.udpchat.ChatClient;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.UdpNetwork;

/** Our own clients, as an application has them, each with its socket, its session and its threads. */
final class SessionCrowd implements Crowd {

    private final List<ChatClient> clients = new ArrayList<>();
    private final Arrivals arrivals = new Arrivals();
    private final Queue<CompletableFuture<Delivery>> outcomes = new ArrayDeque<>();

    private SessionCrowd() {}

    static Crowd connect(InetSocketAddress server, int peers) {
        SessionCrowd crowd = new SessionCrowd();
        UdpNetwork network = UdpNetwork.create();
        try {
            for (int peer = 0; peer < peers; peer++) {
                crowd.clients.add(crowd.connect(server, network, peer));
            }
            return crowd;
        } catch (RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    private ChatClient connect(InetSocketAddress server, UdpNetwork network, int peer) {
        return ChatClient.builder()
                .protocol(Protocol.SESSION)
                .server(server)
                .network(network)
                .name("peer" + peer)
                .listener(message -> arrivals.add(message.content().asByteBuffer(), peer))
                .connect();
    }

    @Override
    public int size() {
        return clients.size();
    }

    @Override
    public void say(byte[] text) {
        outcomes.add(clients.getFirst().lobby().send(Payload.copyOf(text)));
    }

    @Override
    public void receive(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) throws IOException {
        arrivals.take(timeoutMillis, receiver);
        while (!outcomes.isEmpty() && outcomes.element().isDone()) {
            if (!(outcomes.remove().join() instanceof Delivery.Relayed)) {
                throw new IOException("a message was not relayed");
            }
        }
    }

    @Override
    public void close() {
        clients.forEach(ChatClient::close);
    }
}
