package io.github.udpchat.session.campaign;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

import io.github.udpchat.model.Payload;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramHandler;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.Worker;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A program of its own on the simulated network, which may be stopped for a while: then no thread of it runs, and what comes
 * waits in the buffer of its socket. It may get another address, of which it knows nothing. Its listener may be slow: whenever
 * its thread has run, it rests. Knows which of its threads runs. Owned by one {@link World}.
 */
final class Program implements Network {

    /** So many datagrams wait in the buffer of a socket; further ones are lost. */
    private static final int MOST_BUFFERED = 150;

    private final SimulatedNetwork net;
    private final Host host;
    private final Duration listenerRests;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private final Worker resumption;

    /** When the buffer of its socket had no room for something, for the last time, by its sender. */
    private final Map<InetSocketAddress, Duration> lost = new HashMap<>();
    private final List<Socket> sockets = new ArrayList<>();
    private @Nullable InetSocketAddress home;
    private Duration away = Duration.ZERO;
    private Duration allAway = Duration.ZERO;
    private long resumesAt;
    private boolean inListener;
    private boolean inMachine;
    private boolean dead;

    Program(SimulatedNetwork net, Duration listenerRests) {
        this.net = net;
        this.host = net.host();
        this.listenerRests = listenerRests;
        this.resumption = host.worker("resumption", this::resume);
    }

    // ---- stopping

    /** Nothing of the program runs for a while. */
    void stop(Duration length) {
        // A shorter stop within a longer one changes nothing.
        away = isStopped() && away.compareTo(length) > 0 ? away : length;
        resumesAt = Math.max(resumesAt, host.nanoTime() + length.toNanos());
        allAway = allAway.plus(length);
        resumption.wakeAt(resumesAt);
    }

    boolean isStopped() {
        return dead || host.nanoTime() < resumesAt;
    }

    /** Nothing of the program runs any more, and nobody hears so. */
    void dies() {
        dead = true;
        held.clear();
        sockets.forEach(socket -> net.crash(socket.localAddress()));
    }

    boolean isDead() {
        return dead;
    }

    /** {@return whether it was stopped, or was until a while ago, for so long} */
    boolean wasAway(Duration atLeast, Duration until) {
        return away.compareTo(atLeast) >= 0 && host.nanoTime() - until.toNanos() <= resumesAt;
    }

    /** {@return whether something of a sender's was lost since then, for which the buffer had no room} */
    boolean hasLost(Predicate<InetSocketAddress> sender, Duration since) {
        return lost.entrySet().stream()
                .anyMatch(entry -> sender.test(entry.getKey()) && entry.getValue().compareTo(since) > 0);
    }

    /** {@return how long it was stopped in all, at most} */
    Duration allAway() {
        return allAway;
    }

    private void resume() {
        for (Runnable next = held.poll(); next != null && !isStopped(); next = held.poll()) {
            next.run();
        }
    }

    Duration listenerRests() {
        return listenerRests;
    }

    // ---- moving

    /** {@return the address that it had at first, or null} */
    @Nullable
    InetSocketAddress home() {
        return home;
    }

    /** Whoever hears from the program sees another address from here on, and what is sent to the old one is lost. */
    void move(InetSocketAddress to) {
        sockets.forEach(socket -> socket.move(to));
    }

    // ---- which thread runs

    /** {@return whether the thread runs that may call the application} */
    boolean isInListener() {
        return inListener;
    }

    /** {@return whether the thread runs that receives, or that of the timer} */
    boolean isInMachine() {
        return inMachine;
    }

    private void inMachine(Runnable step) {
        inMachine = true;
        try {
            step.run();
        } finally {
            inMachine = false;
        }
    }

    private void inListener(Runnable step) {
        inListener = true;
        try {
            step.run();
        } finally {
            inListener = false;
        }
    }

    // ---- the network

    @Override
    public DatagramTransport open(Binding binding) throws BindException {
        Socket socket = new Socket(binding);
        sockets.add(socket);
        home = home == null ? socket.localAddress() : home;
        return socket;
    }

    private record Came(InetSocketAddress from, Payload datagram) {}

    private final class Socket implements DatagramTransport {

        private final Binding binding;
        private DatagramTransport inner;
        private @Nullable DatagramHandler handler;

        Socket(Binding binding) throws BindException {
            this.binding = binding;
            this.inner = net.open(binding);
        }

        private void move(InetSocketAddress to) {
            inner.close();
            try {
                inner = net.open(new Binding(to, binding.maxDatagramBytes(), binding.label()));
            } catch (BindException taken) {
                throw new AssertionError(taken);
            }
            if (handler != null) {
                start(handler);
            }
        }

        @Override
        public void start(DatagramHandler whoHears) {
            handler = whoHears;
            inner.start((from, datagram) -> {
                if (!isStopped()) {
                    inMachine(() -> whoHears.onDatagram(from, datagram));
                } else if (held.size() < MOST_BUFFERED) {
                    Came came = new Came(from, Payload.copyOf(datagram));
                    held.add(() -> inMachine(
                            () -> whoHears.onDatagram(came.from, came.datagram.asByteBuffer())));
                } else {
                    lost.put(from, net.now());
                }
            });
        }

        @Override
        public void send(InetSocketAddress to, ByteBuffer datagram) {
            inner.send(to, datagram);
        }

        @Override
        public int flush() {
            return inner.flush();
        }

        @Override
        public InetSocketAddress localAddress() {
            return inner.localAddress();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @Override
    public Host host() {
        return new Host() {
            @Override
            public long nanoTime() {
                return host.nanoTime();
            }

            @Override
            public Worker worker(String name, Runnable step) {
                return new ProgramThread(() -> inMachine(step), 0);
            }

            @Override
            public Worker listener(String name, Runnable step) {
                return new ProgramThread(() -> inListener(step), listenerRests.toNanos());
            }

            @Override
            public void execute(String name, Runnable task) {
                host.execute(name, () -> {
                    if (isStopped()) {
                        held.add(task);
                    } else {
                        task.run();
                    }
                });
            }

            @Override
            public boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException {
                return host.await(future, limit);
            }

            @Override
            public InstantSource clock() {
                return host.clock();
            }

            @Override
            public boolean mayBlock() {
                return host.mayBlock();
            }

            @Override
            public RandomGenerator random() {
                return host.random();
            }
        };
    }

    /** A thread that does not run while the program is stopped, and rests after each step. */
    private final class ProgramThread implements Worker {

        private final Worker inner;
        private final Runnable step;
        private final long restNanos;
        private long restsUntil;

        ProgramThread(Runnable step, long restNanos) {
            this.step = step;
            this.restNanos = restNanos;
            this.inner = host.worker("thread", this::run);
        }

        private void run() {
            long notBefore = Math.max(resumesAt, restsUntil);
            if (!dead && host.nanoTime() < notBefore) {
                inner.wakeAt(notBefore);
            } else if (!dead) {
                restsUntil = host.nanoTime() + restNanos;
                step.run();
            }
        }

        @Override
        public void wake() {
            inner.wake();
        }

        @Override
        public void wakeAt(long nanoTime) {
            inner.wakeAt(nanoTime);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
