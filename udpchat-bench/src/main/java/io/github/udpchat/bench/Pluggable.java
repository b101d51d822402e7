package io.github.udpchat.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramHandler;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.Worker;

/**
 * Another network, from which all endpoints can be pulled out at once, as machines that lose their power: they say nothing any
 * more, no time passes for them, and nothing here or there refers to them. For one thread.
 */
final class Pluggable implements Network, Host {

    private final Network network;
    private final List<Transport> transports = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    Pluggable(Network network) {
        this.network = network;
    }

    /** Takes all endpoints off the network. */
    void pull() {
        transports.forEach(Transport::pull);
        transports.clear();
        steps.forEach(Step::pull);
        steps.clear();
    }

    @Override
    public DatagramTransport open(Binding binding) throws IOException {
        Transport transport = new Transport(network.open(binding));
        transports.add(transport);
        return transport;
    }

    @Override
    public Host host() {
        return this;
    }

    // ---- the other network's host

    @Override
    public long nanoTime() {
        return network.host().nanoTime();
    }

    @Override
    public Worker worker(String name, Runnable task) {
        Step step = new Step(task);
        step.worker = network.host().worker(name, step);
        steps.add(step);
        return step.worker;
    }

    @Override
    public Worker listener(String name, Runnable task) {
        return worker(name, task);
    }

    @Override
    public void execute(String name, Runnable task) {
        network.host().execute(name, task);
    }

    @Override
    public boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException {
        return network.host().await(future, limit);
    }

    @Override
    public boolean mayBlock() {
        return network.host().mayBlock();
    }

    @Override
    public RandomGenerator random() {
        return network.host().random();
    }

    /** What a worker does, until it is pulled out. The network may know of its time for some while longer. */
    private static final class Step implements Runnable {

        private Runnable task;
        private Worker worker;

        Step(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            task.run();
        }

        void pull() {
            worker.close();
            task = () -> {
            };
        }
    }

    private static final class Transport implements DatagramTransport {

        private final DatagramTransport transport;
        private DatagramHandler handler = (from, datagram) -> {
        };

        Transport(DatagramTransport transport) {
            this.transport = transport;
        }

        void pull() {
            transport.close();
            handler = (from, datagram) -> {
            };
        }

        @Override
        public void start(DatagramHandler taker) {
            handler = taker;
            transport.start((from, datagram) -> handler.onDatagram(from, datagram));
        }

        @Override
        public void send(InetSocketAddress to, ByteBuffer datagram) {
            transport.send(to, datagram);
        }

        @Override
        public int flush() {
            return transport.flush();
        }

        @Override
        public InetSocketAddress localAddress() {
            return transport.localAddress();
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
