package io.github.udpchat.session;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A bad link on loopback, between any number of clients and one server. It loses and delays what passes, and is a NAT: the
 * server sees each client at an address of its own, which can change. It never duplicates, and keeps the order.
 *
 * <p>
 * What is lost depends on the seed, on which client by the order in which they first appeared, on the direction, and on
 * the number of the datagram; so not on time.
 *
 * <p>
 * One thread, <em>the link</em>, owns all that changes. Each datagram becomes a task of it that is due when the datagram has
 * travelled; each socket has another thread that receives, and ends with the socket.
 */
public final class BadLinkProxy implements AutoCloseable {

    private static final int MOST_BYTES = 65_507;
    private static final int RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
    private static final int CLOSE_PATIENCE_SECONDS = 5;

    private final InetSocketAddress server;
    private final Quality quality;
    private final SplittableRandom seeds;
    private final DatagramSocket front;
    private final ScheduledThreadPoolExecutor link = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("bad-link").factory());
    private final Map<InetSocketAddress, Line> lines = new LinkedHashMap<>();
    private Consumer<Passing> tap = passing -> {
    };
    private boolean cut;
    private long carried;
    private long lost;

    /**
     * How bad a link is.
     *
     * @param loss      the part of the datagrams that is lost each way, 0 to 1
     * @param roundTrip how long a datagram and its answer are under way together
     */
    public record Quality(double loss, Duration roundTrip) {}

    /**
     * What happened so far.
     *
     * @param carried datagrams that came out at the other end
     * @param lost    datagrams that did not: by chance, because the link was cut, or because nobody was there
     */
    public record Count(long carried, long lost) {}

    /**
     * A datagram on its way to the server.
     *
     * @param client   whose it is
     * @param datagram its bytes
     */
    public record Passing(InetSocketAddress client, byte[] datagram) {}

    /** One client's way to the server and back. Owned by the link's thread. */
    private static final class Line {

        private final InetSocketAddress client;
        private final SplittableRandom up;
        private final SplittableRandom down;
        private DatagramSocket upstream;

        Line(InetSocketAddress client, SplittableRandom random, DatagramSocket upstream) {
            this.client = client;
            this.up = random.split();
            this.down = random.split();
            this.upstream = upstream;
        }
    }

    private BadLinkProxy(InetSocketAddress server, Quality quality, long seed) throws SocketException {
        this.server = server;
        this.quality = quality;
        this.seeds = new SplittableRandom(seed);
        this.front = open();
    }

    /** A link to a server, which must be on loopback too. */
    public static BadLinkProxy to(InetSocketAddress server, Quality quality, long seed) throws SocketException {
        if (!server.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("server must be on loopback, was " + server);
        }
        BadLinkProxy proxy = new BadLinkProxy(server, quality, seed);
        proxy.listen(proxy.front, proxy::up);
        return proxy;
    }

    private static DatagramSocket open() throws SocketException {
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        return socket;
    }

    // ---- what the test does

    /** {@return where clients find the server} */
    public InetSocketAddress address() {
        return (InetSocketAddress) front.getLocalSocketAddress();
    }

    /** {@return where the server sees a client that was heard from} */
    public InetSocketAddress seenAt(InetSocketAddress client) {
        return onLink(() -> (InetSocketAddress) lines.get(client).upstream.getLocalSocketAddress());
    }

    /** From now on the server sees the client at another address; what it sends to the old one is lost. */
    public void rebind(InetSocketAddress client) {
        onLink(() -> {
            Line line = lines.get(client);
            // The new one first: it must not get the old one's port.
            DatagramSocket next = open();
            line.upstream.close();
            line.upstream = next;
            listenTo(line);
            return next;
        });
    }

    /** From now on somebody sees, on the link's thread, what comes from clients, whether or not it is lost then. */
    public void tap(Consumer<Passing> tap) {
        onLink(() -> this.tap = tap);
    }

    /** Sends to the server once more what has passed, from where the server sees that client now. Nothing of it is lost. */
    public void replay(Passing passed) {
        onLink(() -> {
            lines.get(passed.client()).upstream
                    .send(new DatagramPacket(passed.datagram(), passed.datagram().length, server));
            return passed;
        });
    }

    /** A client is gone: what is kept for it goes too. If it says something after all, it is a new one. */
    public void forget(InetSocketAddress client) {
        onLink(() -> {
            Line line = lines.remove(client);
            if (line != null) {
                line.upstream.close();
            }
            return line;
        });
    }

    /** From now on, and until {@link #mend}, nothing arrives, not even what is under way. */
    public void cut() {
        onLink(() -> cut = true);
    }

    /** Ends {@link #cut}. */
    public void mend() {
        onLink(() -> cut = false);
    }

    /** {@return what happened so far} */
    public Count count() {
        return onLink(() -> new Count(carried, lost));
    }

    private <T> T onLink(Callable<T> task) {
        try {
            return link.submit(task).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    // ---- what passes

    private interface Taker {

        void take(InetSocketAddress from, byte[] datagram) throws IOException;
    }

    private void listen(DatagramSocket socket, Taker taker) {
        Thread.ofPlatform().daemon().name("bad-link-receive-" + socket.getLocalPort()).start(() -> {
            DatagramPacket packet = new DatagramPacket(new byte[MOST_BYTES], MOST_BYTES);
            while (!socket.isClosed()) {
                try {
                    packet.setLength(MOST_BYTES);
                    socket.receive(packet);
                    travel((InetSocketAddress) packet.getSocketAddress(),
                            Arrays.copyOf(packet.getData(), packet.getLength()), taker);
                } catch (IOException | RejectedExecutionException closed) {
                    // The loop's condition ends it.
                }
            }
        });
    }

    private void listenTo(Line line) {
        listen(line.upstream, (from, datagram) -> {
            if (from.equals(server)) {
                pass(line.down, front, line.client, datagram);
            }
        });
    }

    private void travel(InetSocketAddress from, byte[] datagram, Taker taker) {
        link.schedule(() -> {
            taker.take(from, datagram);
            return null;
        }, quality.roundTrip().toNanos() / 2, TimeUnit.NANOSECONDS);
    }

    private void up(InetSocketAddress client, byte[] datagram) throws IOException {
        Line line = lines.get(client);
        if (line == null) {
            line = new Line(client, seeds.split(), open());
            lines.put(client, line);
            listenTo(line);
        }
        tap.accept(new Passing(client, datagram));
        pass(line.up, line.upstream, server, datagram);
    }

    private void pass(SplittableRandom chance, DatagramSocket from, InetSocketAddress to, byte[] datagram) {
        // Drawn in any case: what is lost later does not depend on whether the link was cut before.
        boolean unlucky = chance.nextDouble() < quality.loss();
        if (unlucky || cut) {
            lost++;
            return;
        }
        try {
            from.send(new DatagramPacket(datagram, datagram.length, to));
            carried++;
        } catch (IOException refused) {
            lost++;
        }
    }

    @Override
    public void close() {
        front.close();
        link.shutdownNow();
        try {
            if (!link.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the link's thread goes on");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            lines.values().forEach(line -> line.upstream.close());
        }
    }
}
