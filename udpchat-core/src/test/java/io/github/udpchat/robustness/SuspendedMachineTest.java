package io.github.udpchat.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Network;
import io.github.udpchat.network.Worker;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.Test;

/** A computer that was suspended for an hour: PROTOCOL.md, section 2.11. */
class SuspendedMachineTest {

    @Test
    void whoWasAwayForAnHourDoesNotTakeThatForTheSilenceOfOthers() throws Exception {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(5)) {
            SleepyHost sleepy = new SleepyHost(net);
            ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).network(sleepy).start();
            ChatClient ana = ChatClient.builder().protocol(Protocol.SESSION).network(net).name("Ana").connect();
            net.advance(Duration.ofSeconds(10));
            sleepy.jump(Duration.ofHours(1));
            net.advance(Duration.ofMinutes(2));
            assertThat(server.peers()).hasSize(1);
            CompletableFuture<Delivery> sent = ana.lobby().send("still here?");
            net.advance(Duration.ofSeconds(1));
            assertThat(sent.get()).isInstanceOf(Delivery.Relayed.class);
        }
    }

    /** The simulation's host, with a clock that may jump, as that of a computer does that is closed and opened again. */
    private record SleepyHost(SimulatedNetwork net, long[] aheadNanos) implements Network, Host {

        SleepyHost(SimulatedNetwork net) {
            this(net, new long[1]);
        }

        void jump(Duration by) {
            aheadNanos[0] += by.toNanos();
        }

        @Override
        public DatagramTransport open(Binding binding) throws IOException {
            return net.open(binding);
        }

        @Override
        public Host host() {
            return this;
        }

        @Override
        public long nanoTime() {
            return net.host().nanoTime() + aheadNanos[0];
        }

        @Override
        public Worker worker(String name, Runnable step) {
            Worker inner = net.host().worker(name, step);
            return new Worker() {
                @Override
                public void wake() {
                    inner.wake();
                }

                @Override
                public void wakeAt(long nanoTime) {
                    inner.wakeAt(nanoTime == NEVER ? NEVER : nanoTime - aheadNanos[0]);
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        }

        @Override
        public Worker listener(String name, Runnable step) {
            return worker(name, step);
        }

        @Override
        public void execute(String name, Runnable task) {
            net.host().execute(name, task);
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration limit) throws InterruptedException {
            return net.host().await(future, limit);
        }

        @Override
        public boolean mayBlock() {
            return net.host().mayBlock();
        }

        @Override
        public RandomGenerator random() {
            return net.host().random();
        }
    }
}
