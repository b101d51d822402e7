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
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/**
 * All peers of one server, each with a socket of its own, on one thread. The first peer talks. The classic protocol
 * acknowledges nothing; whoever receives anything is a member, so joining and leaving are confirmed by lines of the
 * first peer.
 */
final class Crowd implements AutoCloseable {

    /** Joins and leaves are sent this many at a time, so that no receive buffer overflows. */
    private static final int BATCH = 32;
    private static final long ATTEMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int ATTEMPTS_UNTIL_RESENT = 10;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(60);
    private static final byte[] LEAVE = "qqq".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LAST_PROBE = "last probe".getBytes(StandardCharsets.US_ASCII);
    /** Above any datagram of the classic protocol. */
    private static final int BUFFER_BYTES = 2048;

    private final Selector selector = Selector.open();
    private final DatagramChannel[] peers;
    private final boolean[] heard;
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private Crowd(int peers) throws IOException {
        this.peers = new DatagramChannel[peers];
        this.heard = new boolean[peers];
    }

    /** {@return as many members of the server; at least 2} */
    static Crowd join(InetSocketAddress server, int peers) throws IOException {
        Crowd crowd = new Crowd(peers);
        try {
            crowd.open(server);
            crowd.joinAll();
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.closeSockets();
            throw e;
        }
    }

    private void open(SocketAddress server) throws IOException {
        for (int peer = 0; peer < peers.length; peer++) {
            peers[peer] = DatagramChannel.open();
            peers[peer].bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peers[peer].connect(server);
            peers[peer].configureBlocking(false);
            peers[peer].register(selector, SelectionKey.OP_READ, peer);
        }
    }

    private void joinAll() throws IOException {
        send(0, "peer 0".getBytes(StandardCharsets.US_ASCII));
        for (int from = 1; from < peers.length; from += BATCH) {
            int to = Math.min(from + BATCH, peers.length);
            long deadline = System.nanoTime() + PATIENCE_NANOS;
            for (int attempt = 0; !allHeard(from, to); attempt++) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("peers " + from + " to " + to + " could not join");
                }
                if (attempt % ATTEMPTS_UNTIL_RESENT == 0) {
                    sendNames(from, to);
                }
                send(0, PROBE);
                receiveUntilHeard(from, to, ATTEMPT_NANOS);
            }
        }
        receiveUntilQuiet();
    }

    private void sendNames(int from, int to) throws IOException {
        for (int peer = from; peer < to; peer++) {
            if (!heard[peer]) {
                send(peer, ("peer " + peer).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private void receiveUntilHeard(int from, int to, long nanos) throws IOException {
        long deadline = System.nanoTime() + nanos;
        while (!allHeard(from, to) && System.nanoTime() < deadline) {
            receive(1, (bytes, peer) -> heard[peer] = true);
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

    private void receiveUntilQuiet() throws IOException {
        long[] lastHeard = {System.nanoTime()};
        while (System.nanoTime() - lastHeard[0] < QUIET_NANOS) {
            receive(TimeUnit.NANOSECONDS.toMillis(QUIET_NANOS), (bytes, peer) -> lastHeard[0] = System.nanoTime());
        }
    }

    int size() {
        return peers.length;
    }

    /** Takes at most one datagram for each peer, and waits for the first at most this long. */
    void receive(long timeoutMillis, ObjIntConsumer<ByteBuffer> receiver) throws IOException {
        IOException[] failure = new IOException[1];
        selector.select(key -> {
            int peer = (Integer) key.attachment();
            incoming.clear();
            try {
                if (peers[peer].read(incoming) > 0) {
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

    void send(int peer, byte[] bytes) throws IOException {
        outgoing.clear().put(bytes).flip();
        peers[peer].write(outgoing);
    }

    /**
     * All leave, in batches: the second peer stays and confirms each with a line of the first, because the servers keep
     * the order in which datagrams came.
     */
    @Override
    public void close() throws IOException {
        try {
            for (int from = 2; from < peers.length; from += BATCH) {
                for (int peer = from; peer < Math.min(from + BATCH, peers.length); peer++) {
                    send(peer, LEAVE);
                }
                Arrays.fill(heard, false);
                send(0, LAST_PROBE);
                receiveUntilHeard(1, 2, PATIENCE_NANOS);
                if (!heard[1]) {
                    throw new IOException("nothing confirmed that peers left");
                }
            }
            send(0, LEAVE);
            send(1, LEAVE);
        } finally {
            closeSockets();
        }
    }

    private void closeSockets() throws IOException {
        for (DatagramChannel peer : peers) {
            if (peer != null) {
                peer.close();
            }
        }
        selector.close();
    }
}
