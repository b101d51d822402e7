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
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjIntConsumer;

/**
 * Peers of the classic protocol, each with a socket of its own, on one thread. The sockets are not connected: the same ones
 * are members of all servers of a campaign, which take turns. The protocol acknowledges nothing; but whoever hears a
 * line of the first peer is a member, so that joining is confirmed by such lines.
 */
final class ClassicPeers implements AutoCloseable {

    /** So many names are sent at a time, below what a server's receive buffer and its open admissions hold. */
    private static final int BATCH = 32;
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(32);
    /** A server may need so long to admit a batch; a peer that still waits does not hear a line. */
    private static final long ADMISSION_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    /** Whoever has not heard a line when nobody has heard anything for so long, is no member. */
    private static final long LONG_QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int MOST_LINES = 10;
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
            // Each group is confirmed before a larger one is sent: a server that still loads its classes is slow at first.
            long pause = FIRST_PAUSE_NANOS;
            for (int from = 1, size = BATCH; from < peers.length; from += size, size *= 2) {
                pause = join(server, from, Math.min(from + size, peers.length), pause);
            }
            receiveUntilQuiet(server);
        }
        return new Members(server);
    }

    /** {@return the pause between batches that this server can bear} */
    private long join(InetSocketAddress server, int from, int to, long pauseNanos) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        long pause = pauseNanos;
        sendNames(server, from, to, pause);
        while (!confirm(server, from, to)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("peers " + from + " to " + to + " could not join");
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            sendNames(server, from, to, pause);
        }
        return pause;
    }

    /** Names of those that are no members yet; a member's would be a line to everybody. */
    private void sendNames(InetSocketAddress server, int from, int to, long pauseNanos) throws IOException {
        int sent = 0;
        for (int peer = from; peer < to; peer++) {
            if (!heard[peer]) {
                send(server, peer, "peer " + peer);
                if (++sent % BATCH == 0) {
                    LockSupport.parkNanos(pauseNanos);
                }
            }
        }
    }

    /** {@return whether all of these are members; of the others, nearly none is} */
    private boolean confirm(InetSocketAddress server, int from, int to) throws IOException {
        LockSupport.parkNanos(ADMISSION_NANOS);
        long[] lastHeard = {Long.MIN_VALUE};
        for (int lines = 0; lines < MOST_LINES && lastHeard[0] == Long.MIN_VALUE; lines++) {
            send(server, 0, PROBE);
            long quietSince = System.nanoTime();
            while (!allHeard(from, to) && System.nanoTime() - quietSince < LONG_QUIET_NANOS) {
                receive(server, 10, (bytes, peer) -> {
                    heard[peer] = true;
                    lastHeard[0] = System.nanoTime();
                });
                quietSince = Math.max(quietSince, lastHeard[0]);
            }
        }
        return allHeard(from, to);
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
