package io.github.udpchat.internal.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.TrafficStats;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Worker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a machine. Owns the lock under which the machine is entered, the machine's outbox, the timer and the event loop,
 * and the transport from the moment it is given.
 *
 * <p>
 * To enter means: take the lock, tell the machine the time and the input, and carry out what it put into the outbox.
 * Sends happen under the lock, so that their order is the machine's order; but at most {@value #SENDS_PER_HOLD} in one
 * hold, so that a large fan-out does not keep everybody else out. Whoever finds sends left over when it lets go of the
 * lock comes back for them.
 *
 * @param <M> the machine
 */
public final class Engine<M extends Machine> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private static final int SENDS_PER_HOLD = 64;

    /** How long {@link #close} waits for the lock, and then for the listener to hear of the end: below 2 s all told. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(750);

    private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final M machine;
    private final DatagramTransport transport;
    private final Host host;
    private final EventLoop events;
    private final DropLedger drops;
    private final AskRunner asks;
    private final Worker timer;
    private final String replyThreadName;

    private final ReentrantLock lock = new ReentrantLock();
    private final Outbox outbox = new Outbox();
    private final Outgoing outgoing;
    private long armedFor = Worker.NEVER;
    private boolean ending;
    private long datagramsReceived;
    private long bytesReceived;

    /** Whether sends are left over; written under the lock, read without it by whoever has just let go of it. */
    private volatile boolean sendsLeft;

    /** Something to do with the machine, under the lock, that has no result. */
    @FunctionalInterface
    private interface Step<M> {

        void run(M machine, long now, Outbox out);
    }

    /**
     * An engine that does nothing before {@link #start}.
     *
     * @param machine   what to run
     * @param transport what it sends and receives with; closed with the engine
     * @param binding   gives the threads their names
     * @param host      gives time and threads
     * @param overflow  what to do when the listener is slow
     * @param plugIns   who answers the machine's questions
     * @param listener  hears of each event, one at a time, in order; does not throw
     */
    public Engine(M machine, DatagramTransport transport, Binding binding, Host host, Overflow overflow,
            PlugIns plugIns,
            Consumer<Event> listener) {
        this.machine = machine;
        this.transport = transport;
        this.host = host;
        this.outgoing = new Outgoing(outbox, transport);
        int port = transport.localAddress().getPort();
        this.asks = new AskRunner(plugIns, host, binding.threadName(port, "ask"), this);
        this.replyThreadName = binding.threadName(port, "reply");
        this.events = new EventLoop(host, binding.threadName(port, "events"), overflow, listener);
        this.drops = new DropLedger(events::putDrops);
        this.timer = timerOrNothing(binding.threadName(port, "timer"));
    }

    private Worker timerOrNothing(String threadName) {
        try {
            return host.worker(threadName, this::onTimer);
        } catch (RuntimeException | Error noThread) {
            events.close();
            throw noThread;
        }
    }

    /** Begins to receive, and lets the machine begin. If there is no thread for that, the engine ends and this throws. */
    public void start() {
        try {
            transport.start(this::onDatagram);
        } catch (RuntimeException | Error noThread) {
            end(new CloseReason.Failed(noThread));
            throw noThread;
        }
        enter(Machine::onStart);
    }

    /**
     * Enters the machine with a command of the application's.
     *
     * @param command    what to do; what it throws reaches the caller
     * @param whenClosed the result if the engine is closed
     */
    public <R> R call(Command<? super M, ? extends R> command, R whenClosed) {
        try {
            return enterFor((m, now, out) -> ending ? whenClosed : command.run(m, now, out));
        } catch (Error brokenInvariant) {
            fail(brokenInvariant);
            throw brokenInvariant;
        }
    }

    /** Enters the machine only to look at it, which the end does not forbid. */
    public <R> R inspect(Command<? super M, R> look) {
        return enterFor(look);
    }

    private void enter(Step<? super M> step) {
        enterFor((m, now, out) -> {
            step.run(m, now, out);
            return true;
        });
    }

    private <R> R enterFor(Command<? super M, R> command) {
        try {
            lock.lock();
            try {
                return enterLocked(command);
            } finally {
                lock.unlock();
            }
        } finally {
            while (sendsLeft) {
                sendMore();
            }
        }
    }

    private <R> R enterLocked(Command<? super M, R> command) {
        long now = host.nanoTime();
        outbox.setListenerBehind(events.isBehind());
        try {
            return command.run(machine, now, outbox);
        } finally {
            carryOut(now);
        }
    }

    /** Does what the outbox holds, but for sends beyond what one hold of the lock allows. */
    private void carryOut(long now) {
        Queue<Notice> notices = outbox.notices();
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            switch (notice) {
                case Event event -> countDrops(now, DropReason.LISTENER_BEHIND, events.put(event));
                case Dropped(DropReason reason) -> countDrops(now, reason, 1);
                case Ask ask -> asks.run(ask);
                case Reply<?> reply -> host.execute(replyThreadName, reply::deliver);
            }
        }
        send(now, SENDS_PER_HOLD);
        armTimer();
    }

    private void sendMore() {
        lock.lock();
        try {
            send(host.nanoTime(), SENDS_PER_HOLD);
        } finally {
            lock.unlock();
        }
    }

    private void send(long now, int most) {
        countDrops(now, DropReason.SEND_FAILED, outgoing.send(most));
        sendsLeft = outbox.sends() > 0;
    }

    private void countDrops(long now, DropReason reason, int times) {
        if (times > 0) {
            drops.count(now, reason, times);
        }
    }

    private void armTimer() {
        long next = Math.min(machine.nextDeadline(), drops.nextDeadline());
        if (next != armedFor && !ending) {
            armedFor = next;
            timer.wakeAt(next);
        }
    }

    private void onTimer() {
        try {
            enter((m, now, out) -> {
                armedFor = Worker.NEVER;
                if (!ending) {
                    m.onTimer(now, out);
                    drops.onTimer(now);
                }
            });
        } catch (RuntimeException | Error brokenInvariant) {
            fail(brokenInvariant);
        }
    }

    private void onDatagram(InetSocketAddress from, ByteBuffer datagram) {
        try {
            enter((m, now, out) -> {
                datagramsReceived++;
                bytesReceived += datagram.remaining();
                if (!ending) {
                    m.onDatagram(now, from, datagram, out);
                }
            });
        } catch (RuntimeException bug) {
            // A datagram over which the machine stumbles must not end the endpoint: anybody could send it.
            LOG.error("Handling a datagram from {} failed; this is a bug in udpchat", from, bug);
            dropped(DropReason.INTERNAL_ERROR);
        } catch (Error brokenInvariant) {
            fail(brokenInvariant);
        }
    }

    /** The answer to a question; taken even after the end, so that nothing stays in a registry by mistake. */
    <A> void answer(Ask.Answered<A> then, @Nullable A answer) {
        try {
            enter((m, now, out) -> then.answer(now, answer, out));
        } catch (RuntimeException | Error brokenInvariant) {
            fail(brokenInvariant);
        }
    }

    /** Counts and reports something that was dropped outside of the machine. */
    public void dropped(DropReason reason) {
        enter((m, now, out) -> out.dropped(reason));
    }

    /** Reports a failure of the application's code. The log gets no raw text: an exception may quote the network. */
    public void plugInFailed(String during, Throwable error) {
        LOG.warn("{} failed: {}", during, FailureText.of(error));
        reportError(during, error);
    }

    /** Reports an error to the application alone. */
    public void reportError(String during, Throwable error) {
        enter((m, now, out) -> out.event(new EndpointEvent.PlugInFailed(during, error)));
    }

    /** {@return what went through so far; to be called within a command} */
    public TrafficStats traffic() {
        return new TrafficStats(
                datagramsReceived, bytesReceived, outgoing.datagrams(), outgoing.bytes(), drops.totals());
    }

    private void fail(Throwable failure) {
        LOG.error("The endpoint at {} failed and closes; this is a bug in udpchat", transport.localAddress(), failure);
        end(new CloseReason.Failed(failure));
    }

    /**
     * Ends the engine. May be called by any thread, the listener's included, and more than once. In this order: the
     * machine says goodbye, if the lock can be had soon; the transport closes, which ends the receive loop and frees
     * whoever is stuck in a send; the timer ends; the listener hears of the end, last of all. Returns when it has, or
     * when its time is up.
     */
    @Override
    public void close() {
        end(new CloseReason.ByApplication());
        try {
            if (events.mayAwaitEnd()) {
                events.awaitEnd(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(CloseReason why) {
        if (!lockSoon()) {
            LOG.warn("Closing {} late: its lock is held for long", transport.localAddress());
            transport.close();
            lock.lock();
        }
        try {
            if (!ending) {
                sayGoodbye(why);
            }
        } finally {
            lock.unlock();
        }
    }

    private void sayGoodbye(CloseReason why) {
        enterLocked((m, now, out) -> {
            try {
                m.onClose(now, out);
            } catch (RuntimeException | Error bug) {
                LOG.error("Saying goodbye at {} failed; this is a bug in udpchat", transport.localAddress(), bug);
            }
            drops.reportAll(now);
            out.event(new EndpointEvent.Closed(why));
            ending = true;
            return true;
        });
        send(host.nanoTime(), Integer.MAX_VALUE);
        transport.close();
        timer.close();
    }

    private boolean lockSoon() {
        try {
            return lock.tryLock(CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }

    /** Waits until the listener has heard of the end. */
    public void awaitEnd() throws InterruptedException {
        if (!events.mayAwaitEnd()) {
            throw new IllegalStateException("a callback can't wait for its own endpoint to close: call close() instead,"
                    + " and wait elsewhere or act in onClosed");
        }
        events.awaitEnd(FOREVER);
    }

    /** {@return the address bound} */
    public InetSocketAddress localAddress() {
        return transport.localAddress();
    }

    /** {@return the host} */
    public Host host() {
        return host;
    }
}
