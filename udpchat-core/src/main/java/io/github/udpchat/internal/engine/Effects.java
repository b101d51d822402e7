package io.github.udpchat.internal.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.udpchat.internal.flight.FlightLog;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the machine put into the outbox, in order. Owned by the engine and used under its lock, but for
 * {@link #sendsLeft} and {@link #startTasks}, which are for whoever has just let go of it: starting a thread runs the
 * application's thread factory, and that must not happen under a lock.
 */
final class Effects {

    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

    private final Outbox outbox;
    private final DatagramTransport transport;
    private final TrafficCount traffic;
    private final EventLoop events;
    private final DropLedger drops;
    private final AskRunner asks;
    private final FlightLog flight;
    private final Host host;
    private final String replyThreadName;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<Thread> starters = ConcurrentHashMap.newKeySet();
    private volatile boolean sendsLeft;

    Effects(Outbox outbox, DatagramTransport transport, TrafficCount traffic, EventLoop events, DropLedger drops,
            AskRunner asks, FlightLog flight, Host host, String replyThreadName) {
        this.outbox = outbox;
        this.transport = transport;
        this.traffic = traffic;
        this.events = events;
        this.drops = drops;
        this.asks = asks;
        this.flight = flight;
        this.host = host;
        this.replyThreadName = replyThreadName;
    }

    /** Takes every notice to where it belongs, and the oldest sends to the transport. The end comes last of all. */
    void carryOut(long now, int mostSends) {
        EndpointEvent.Closed end = null;
        Queue<Notice> notices = outbox.notices();
        for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
            switch (notice) {
                case EndpointEvent.Closed closed -> end = closed;
                case Event event -> put(now, event);
                case Dropped(DropReason reason) -> countDrops(now, reason, 1);
                case Trace trace -> flight.trace(trace);
                case Ask ask -> tasks.add(() -> asks.run(ask));
                case Reply<?> reply -> tasks.add(() -> deliver(reply));
            }
        }
        send(now, mostSends);
        if (end != null) {
            drops.reportAll(now);
            events.put(end);
        }
    }

    /** Queues an event for the listener. What nobody listens to is taken at once. */
    private void put(long now, Event event) {
        flight.event(event);
        Taken whenTaken = event.whenTaken();
        if (events.wants(event)) {
            countDrops(now, DropReason.LISTENER_BEHIND, events.put(event));
        } else if (whenTaken != null) {
            whenTaken.onTaken(now, outbox);
        }
    }

    /**
     * Takes the oldest sends to the transport. Looks at the outbox anew each time: a rule of a simulation may call the
     * endpoint that is sending, and then the outbox is emptied further in.
     */
    void send(long now, int most) {
        int count = 0;
        int failed = 0;
        for (; count < most && outbox.sends() > 0; count++) {
            InetSocketAddress recipient = outbox.recipient();
            ByteBuffer datagram = outbox.datagram();
            outbox.removeSend();
            failed += sent(recipient, datagram) ? 0 : 1;
        }
        sendsLeft = outbox.sends() > 0;
        if (count > 0) {
            countDrops(now, DropReason.SEND_FAILED, failed + failedToFlush());
        }
    }

    private boolean sent(InetSocketAddress recipient, ByteBuffer datagram) {
        traffic.sent(datagram.remaining());
        try {
            transport.send(recipient, datagram);
            return true;
        } catch (RuntimeException brokenTransport) {
            logThrown(brokenTransport);
            return false;
        }
    }

    private int failedToFlush() {
        try {
            return transport.flush();
        } catch (RuntimeException brokenTransport) {
            logThrown(brokenTransport);
            return 1;
        }
    }

    private void logThrown(RuntimeException brokenTransport) {
        LOG.warn("{} threw, which a transport must not", transport.getClass().getName(), brokenTransport);
    }

    private void countDrops(long now, DropReason reason, int times) {
        if (times > 0) {
            drops.count(now, reason, times);
        }
    }

    /** {@return whether sends are left over} */
    boolean sendsLeft() {
        return sendsLeft;
    }

    /**
     * Starts the threads that were asked for under the lock. A task for which there is no thread comes back here with an
     * answer that may ask for the next; the loop further out takes that, or a shortage would go deeper with each who waits.
     */
    void startTasks() {
        if (tasks.isEmpty() || !starters.add(Thread.currentThread())) {
            return;
        }
        try {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        } finally {
            starters.remove(Thread.currentThread());
        }
    }

    /** Completes a future on a thread of its own; where there is none, on the events thread rather than never. */
    private void deliver(Reply<?> reply) {
        try {
            host.execute(replyThreadName, reply::deliver);
        } catch (Throwable noThread) {
            LOG.warn("No thread for a reply: {}", FailureText.of(noThread));
            events.run(reply::deliver);
        }
    }
}
