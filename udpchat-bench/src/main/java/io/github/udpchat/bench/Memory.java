package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramHandler;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Network;

/**
 * The program that measures how much heap an idle classic peer takes at a server, and writes {@code memory.md}. The peers are
 * addresses in memory, so there can be more of them than sockets.
 */
final class Memory {

    private static final int[] PEERS = {1_000, 10_000, 100_000};

    /** Below the number of admissions that a server decides at a time. */
    private static final int BATCH = 32;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private Memory() {}

    public static void main(String[] args) throws IOException {
        StringBuilder text = new StringBuilder("# Heap of an idle classic peer\n\n"
                + "Written by `udpchat-bench`: heap in use after a collection, with that many members less with none,"
                + " divided by their number.\n\n- Date: " + LocalDate.now(ZoneOffset.UTC)
                + "\n- Command: `mvn -q -pl udpchat-bench -am -DskipTests package exec:exec -Dbench.main=Memory`"
                + "\n- JDK: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
                + "\n\n| peers | bytes for each |\n|--:|--:|\n");
        for (int peers : PEERS) {
            text.append(String.format(Locale.ROOT, "| %d | %.0f |%n", peers, bytesForEachOf(peers)));
        }
        Path results = Path.of(System.getProperty("bench.home", "udpchat-bench")).resolve("results/memory.md");
        Files.writeString(results, text);
        System.err.print(text);
    }

    /** {@return heap in use for each of so many members, in bytes} */
    static double bytesForEachOf(int peers) {
        Injection network = new Injection();
        try (ChatServer server = ChatServer.builder()
                .protocol(Protocol.CLASSIC)
                .maxPeers(peers)
                .network(network)
                .start()) {
            long before = Heap.inUse();
            for (int peer = 0; peer < peers; peer++) {
                network.receive(address(peer), "Guest" + peer);
                if (peer % BATCH == BATCH - 1 || peer == peers - 1) {
                    awaitPeers(server, peer + 1);
                }
            }
            return (double) (Heap.inUse() - before) / peers;
        }
    }

    /** Loopback addresses, of which a server takes any number. */
    private static InetSocketAddress address(int peer) {
        try {
            byte[] ip = {127, (byte) (peer >>> 16), (byte) (peer >>> 8), (byte) peer};
            return new InetSocketAddress(InetAddress.getByAddress(ip), 6000);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitPeers(ChatServer server, int peers) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (server.stats().peers() < peers) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(peers + " peers did not join: " + server.stats());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** A network whose one transport receives what it is told, and sends nowhere. */
    private static final class Injection implements Network, DatagramTransport {

        private final InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
        private DatagramHandler handler = (from, datagram) -> {
        };

        void receive(InetSocketAddress from, String text) {
            handler.onDatagram(from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public DatagramTransport open(Binding binding) {
            return this;
        }

        @Override
        public Host host() {
            return Host.system();
        }

        @Override
        public void start(DatagramHandler taker) {
            handler = taker;
        }

        @Override
        public void send(InetSocketAddress to, ByteBuffer datagram) {
            // Nobody is there.
        }

        @Override
        public int flush() {
            return 0;
        }

        @Override
        public InetSocketAddress localAddress() {
            return local;
        }

        @Override
        public void close() {
            // There is nothing to free.
        }
    }
}
