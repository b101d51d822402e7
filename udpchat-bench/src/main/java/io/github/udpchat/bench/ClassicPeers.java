package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/**
 * Peers of the classic protocol, each with a socket of its own, on one thread. The sockets are not connected: the same ones
 * are members of all servers of a campaign, which take turns. The protocol acknowledges nothing; but whoever hears a
 * line of the first peer is a member, so that joining is confirmed by such lines.
 */
final class ClassicPeers implements AutoCloseable {

    /** So many names are sent at a time, below what a server's receive buffer and its open admissions hold. */
    private static final int BATCH = 32;
    /** How long a line may take to be heard by everybody: so much, and for each peer so much more. */
    private static final long LINE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LINE_NANOS_PER_PEER = TimeUnit.MICROSECONDS.toNanos(20);
    private static final int LINES_UNTIL_RESENT = 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    /** Above any datagram of the classic protocol. */
    private static final int BUFFER_BYTES = 2048;

    private final Selector selector = Selector.open();
    private final DatagramChannel[] peers;
    private final boolean[] heard;
    private final Set<InetSocketAddress> joined = new HashSet<>();
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private ClassicPeers(int peers) throws IOException {
        this.peers = new DatagramChannel[peers];
        this.heard = new boolean[peers];
    }

    /** {@return as many sockets, at least 2, that are nowhere members} */
    static ClassicPeers open(int count) throws IOException {
        ClassicPeers peers = new ClassicPeers(count);
        try {
            for (int peer = 0; peer < count; peer++) {
                peers.open(peer, DatagramChannel.open());
            }
            return peers;
        } catch (IOException | RuntimeException e) {
            peers.close();
            throw e;
        }
    }

    private void open(int peer, DatagramChannel channel) throws IOException {
        peers[peer] = channel;
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, peer);
    }

    /** {@return all peers as members of a server; they join when it is named for the first time, and never leave} */
    Crowd at(InetSocketAddress server) throws IOException {
        if (joined.add(server)) {
            Arrays.fill(heard, false);
            send(server, 0, "peer 0");
            for (int from = 1; from < peers.length; from += BATCH) {
                join(server, from, Math.min(from + BATCH, peers.length));
            }
            receiveUntilQuiet(server);
        }
        return new Members(server);
    }

    private void join(InetSocketAddress server, int from, int to) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (int lines = 0; !allHeard(from, to); lines++) {
            if (System.nanoTime() > deadline) {
                throw new IOException("peers " + from + " to " + to + " could not join");
            }
            if (lines % LINES_UNTIL_RESENT == 0) {
                sendNames(server, from, to);
            }
            send(server, 0, PROBE);
            receiveUntilHeard(server, from, to, LINE_NANOS + to * LINE_NANOS_PER_PEER);
        }
    }

    private void sendNames(InetSocketAddress server, int from, int to) throws IOException {
        for (int peer = from; peer < to; peer++) {
            if (!heard[peer]) {
                send(server, peer, "peer " + peer);
            }
        }
    }

    private void receiveUntilHeard(InetSocketAddress server, int from, int to, long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        while (!allHeard(from, to) && System.nanoTime() < deadline) {
            receive(server, 1, (bytes, peer) -> heard[peer] = true);
        }
    }

    private boolean allHeard(int from, int to) {
        for (int peer = from; peer < to; peer++) {
            if (!heard[peer]) {
                return false;
            }
        }
        return true;
    }

    private void receiveUntilQuiet(InetSocketAddress server) throws IOException {
        long[] lastHeard = {System.nanoTime()};
        while (System.nanoTime() - lastHeard[0] < QUIET_NANOS) {
            receive(
                    server,
                    TimeUnit.NANOSECONDS.toMillis(QUIET_NANOS),
                    (bytes, peer) -> lastHeard[0] = System.nanoTime());
        }
    }

    /** Takes at most one datagram for each peer; one that did not come from this server is dropped. */
    private void receive(InetSocketAddress server, long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver)
            throws IOException {
        IOException[] failure = new IOException[1];
        selector.select(key -> {
            int peer = (Integer) key.attachment();
            incoming.clear();
            try {
                SocketAddress from = peers[peer].receive(incoming);
                if (server.equals(from)) {
                    receiver.accept(incoming.flip(), peer);
                }
            } catch (IOException e) {
                failure[0] = e;
            }
        }, timeoutMillis);
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private void send(InetSocketAddress server, int peer, String text) throws IOException {
        send(server, peer, text.getBytes(StandardCharsets.US_ASCII));
    }

    private void send(InetSocketAddress server, int peer, byte[] bytes) throws IOException {
        outgoing.clear().put(bytes).flip();
        peers[peer].send(outgoing, server);
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel peer : peers) {
            if (peer != null) {
                peer.close();
            }
        }
        selector.close();
    }

    /** All peers, at one of the servers. */
    private final class Members implements Crowd {

        private final InetSocketAddress server;

        Members(InetSocketAddress server) {
            this.server = server;
        }

        @Override
        public int size() {
            return peers.length;
        }

        @Override
        public void say(byte[] text) throws IOException {
            send(server, 0, text);
        }

        @Override
        public void receive(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) throws IOException {
            ClassicPeers.this.receive(server, timeoutMillis, receiver);
        }

        @Override
        public void close() {
            // The peers stay: they are members in the next round too.
        }
    }
}
