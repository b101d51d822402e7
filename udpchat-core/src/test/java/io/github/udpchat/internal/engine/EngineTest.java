package io.github.udpchat.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.LoopbackNetwork;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine with a machine that has a bug, or much to send. */
@Timeout(30)
class EngineTest {

    private final LoopbackNetwork network = LoopbackNetwork.create();
    private final List<Event> heard = new CopyOnWriteArrayList<>();
    private final PrintStream realErrors = System.err;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final BuggyMachine machine = new BuggyMachine();
    private Engine<BuggyMachine> engine;
    private RawPeer peer;

    /** Does what the datagram says; all else it sends back. */
    private static final class BuggyMachine implements Machine {

        private final AssertionError broken = new AssertionError("a broken invariant");
        private long deadline = NEVER;
        private boolean throwsAtTheEnd;

        @Override
        public void onStart(long now, Outbox out) {}

        @Override
        public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
            String text = StandardCharsets.UTF_8.decode(datagram.duplicate()).toString();
            switch (text) {
                case "exception" -> {
                    out.send(from, ByteBuffer.wrap(new byte[] {'1'}));
                    throw new IllegalStateException("a bug");
                }
                case "error" -> throw broken;
                case "timer" -> deadline = now;
                default -> out.send(from, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            }
        }

        @Override
        public void onTimer(long now, Outbox out) {
            if (deadline <= now) {
                throw broken;
            }
        }

        @Override
        public void onClose(long now, Outbox out) {
            if (throwsAtTheEnd) {
                throw new IllegalStateException("a bug at the end");
            }
        }

        @Override
        public long nextDeadline() {
            return deadline;
        }
    }

    @BeforeEach
    void start() throws IOException {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        engine = engine(network.host());
        engine.start();
        peer = new RawPeer(network);
    }

    private Engine<BuggyMachine> engine(Host host) throws IOException {
        Binding binding = new Binding(new InetSocketAddress("127.0.0.1", 0), 1024, "test");
        DatagramTransport transport = network.open(binding);
        return new Engine<>(machine, transport, binding, host, Overflow.DROP_OLDEST, PlugIns.NONE, heard::add);
    }

    @AfterEach
    void stop() {
        engine.close();
        peer.close();
        System.setErr(realErrors);
    }

    private void eventually(Runnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(2))
                .untilAsserted(assertion::run);
    }

    private void failsWith(Throwable cause) {
        Event failed = new EndpointEvent.Closed(new CloseReason.Failed(cause));
        eventually(() -> assertThat(heard).containsExactly(failed));
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("this is a bug in udpchat");
        assertThat(engine.call((m, now, out) -> "open", "closed")).isEqualTo("closed");
        engine.close();
        assertThat(heard).containsExactly(failed);
    }

    @Test
    void exceptionWhileAnAnswerIsTakenDoesNotEndTheEngine() {
        engine.answer((now, answer, out) -> {
            throw new IllegalStateException("a bug over a datagram that was held until the answer");
        }, true);
        peer.send(engine.localAddress(), "fine");
        eventually(() -> assertThat(peer.received()).containsExactly("fine"));
        assertThat(engine.inspect((m, now, out) -> engine.traffic()).drops(DropReason.INTERNAL_ERROR)).isEqualTo(1);
    }

    @Test
    void questionsForWhichThereIsNoThreadAreGivenUpOneAfterAnotherAndNotOneWithinTheOther() throws IOException {
        AtomicBoolean exhausted = new AtomicBoolean();
        AtomicInteger waiting = new AtomicInteger(5000);
        Host host = Host.system(task -> exhausted.get() ? null : Thread.ofPlatform().daemon().unstarted(task));
        try (Engine<BuggyMachine> engineWithoutThreads = engine(host)) {
            exhausted.set(true);
            engineWithoutThreads.answer(new Ask.Answered<>() {
                @Override
                public void answer(long now, Boolean told, Outbox out) {
                    if (waiting.getAndDecrement() > 0) {
                        out.ask(new Ask.Forget(List.of(), this));
                    }
                }
            }, true);
            assertThat(waiting).hasValue(-1);
            assertThat(heard).noneMatch(EndpointEvent.Closed.class::isInstance);
        }
    }

    @Test
    void exceptionInTheMachineCostsThatDatagramAlone() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            peer.send(engine.localAddress(), "exception");
        }
        peer.send(engine.localAddress(), "fine");
        eventually(() -> assertThat(peer.received()).containsExactly("1", "1", "1", "fine"));
        assertThat(engine.inspect((m, now, out) -> engine.traffic()).drops(DropReason.INTERNAL_ERROR)).isEqualTo(3);
        eventually(() -> assertThat(heard).contains(new EndpointEvent.Drops(DropReason.INTERNAL_ERROR, 1)));
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("this is a bug in udpchat", "a bug");
        engine.close();
        engine.awaitEnd();
        assertThat(heard).last().isEqualTo(new EndpointEvent.Closed(new CloseReason.ByApplication()));
        long reported = heard.stream()
                .mapToLong(event -> event instanceof EndpointEvent.Drops(var why, long count) ? count : 0).sum();
        assertThat(reported).isEqualTo(3);
    }

    @Test
    void brokenInvariantClosesTheEndpointAndTheListenerHearsWhy() throws IOException {
        peer.send(engine.localAddress(), "error");
        failsWith(machine.broken);
        network.open(new Binding(engine.localAddress(), 1024, "the port is free")).close();
    }

    @Test
    void brokenInvariantInTheTimerClosesToo() {
        peer.send(engine.localAddress(), "timer");
        failsWith(machine.broken);
    }

    @Test
    void brokenInvariantInACommandClosesAndReachesTheCaller() {
        assertThatThrownBy(() -> engine.call((m, now, out) -> {
            throw m.broken;
        }, null)).isSameAs(machine.broken);
        failsWith(machine.broken);
    }

    @Test
    void exceptionInACommandReachesTheCallerAndNothingElseHappens() {
        assertThatThrownBy(() -> engine.call((m, now, out) -> {
            throw new IllegalArgumentException("no");
        }, null)).isInstanceOf(IllegalArgumentException.class);
        peer.send(engine.localAddress(), "fine");
        eventually(() -> assertThat(peer.received()).containsExactly("fine"));
        assertThat(heard).isEmpty();
    }

    @Test
    void machineThatCannotSayGoodbyeIsClosedAllTheSame() throws InterruptedException {
        machine.throwsAtTheEnd = true;
        engine.close();
        engine.awaitEnd();
        assertThat(heard).containsExactly(new EndpointEvent.Closed(new CloseReason.ByApplication()));
        assertThat(logged.toString(StandardCharsets.UTF_8)).contains("a bug at the end");
    }

    @Test
    void largeFanOutGoesOutInOrderOverSeveralHoldsOfTheLock() {
        InetSocketAddress to = peer.address();
        for (int first = 0; first < 3000; first += 1000) {
            int from = first;
            engine.call((m, now, out) -> {
                IntStream.range(from, from + 1000)
                        .forEach(
                                i -> out.send(to, ByteBuffer.wrap(String.valueOf(i).getBytes(StandardCharsets.UTF_8))));
                return true;
            }, false);
        }
        eventually(() -> assertThat(peer.received()).hasSize(3000));
        assertThat(peer.received()).isEqualTo(IntStream.range(0, 3000).mapToObj(String::valueOf).toList());
    }
}
