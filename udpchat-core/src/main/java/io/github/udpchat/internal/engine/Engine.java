package io.github.udpchat.internal.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.internal.flight.FlightLog;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Overflow;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;
import io.github.udpchat.network.Binding;
import io.github.udpchat.network.DatagramTransport;
import io.github.udpchat.network.Host;
import io.github.udpchat.network.Worker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a machine: brings datagrams, time, answers and the application's commands to it by the {@link Entrance}, and owns its
 * life from start to end. Owns the transport from the moment it is given, the timer and the event loop.
 *
 * @param <M> the machine
 */
public final class Engine<M extends Machine> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /** How long {@link #close} waits for the lock, twice at most, and then for the listener: below 2 s all told. */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(400);

    private final DatagramTransport transport;
    private final Host host;
    private final EventLoop events;
    private final FlightLog flight;
    private final DropLedger drops;
    private final Worker timer;
    private final Entrance<M> entrance;
    private final TrafficCount traffic = new TrafficCount();
    private final String closeThreadName;

    /** Whether the end has begun; read and written within the entrance. */
    private boolean ending;

    /**
     * An engine that does nothing before {@link #start}.
     *
     * @param machine   what to run
     * @param transport what it sends and receives with; closed with the engine
     * @param binding   gives the threads their names
     * @param host      gives time and threads
     * @param overflow  what to do when the listener is slow
     * @param plugIns   who answers the machine's questions
     * @param listener  hears of each event, one at a time, in order
     */
    public Engine(M machine, DatagramTransport transport, Binding binding, Host host, Overflow overflow,
            PlugIns plugIns, EventListener listener) {
        this.transport = transport;
        this.host = host;
        int port = transport.localAddress().getPort();
        this.closeThreadName = binding.threadName(port, "close");
        this.events = new EventLoop(host, binding.threadName(port, "events"), overflow, listener,
                this::taken);
        this.flight = FlightLog.of(binding.label(), transport.localAddress(), host::nanoTime);
        this.drops = new DropLedger((reason, count) -> {
            flight.drops(reason, count);
            events.putDrops(reason, count);
        });
        AskRunner asks = new AskRunner(plugIns, host, binding.threadName(port, "ask"), this);
        Outbox outbox = new Outbox();
        Effects effects = new Effects(outbox, transport, traffic, events, drops, asks, flight, host,
                binding.threadName(port, "reply"));
        this.timer = timerOrNothing(binding.threadName(port, "timer"));
        this.entrance = new Entrance<>(machine, outbox, effects, events, drops, host, timer);
    }

    private Worker timerOrNothing(String threadName) {
        try {
            return host.worker(threadName, this::onTimer);
        } catch (RuntimeException | Error noThread) {
            events.close();
            throw noThread;
        }
    }

    /** Lets the machine begin, and begins to receive. If there is no thread for that, the engine ends and this throws. */
    public void start() {
        try {
            entrance.enter(Machine::onStart);
            transport.start(this::onDatagram);
        } catch (RuntimeException | Error notStarted) {
            end(new CloseReason.Failed(notStarted));
            throw notStarted;
        }
    }

    /**
     * Enters the machine with a command of the application's.
     *
     * @param command    what to do; what it throws reaches the caller
     * @param whenClosed the result if the engine is closed
     */
    public <R> R call(Command<? super M, ? extends R> command, R whenClosed) {
        try {
            return entrance.enterFor((m, now, out) -> ending ? whenClosed : command.run(m, now, out));
        } catch (Error brokenInvariant) {
            fail(brokenInvariant);
            throw brokenInvariant;
        }
    }

    /** Enters the machine with something that has no result; does nothing if the engine is closed. */
    public void tell(Step<? super M> step) {
        call((m, now, out) -> {
            step.run(m, now, out);
            return true;
        }, false);
    }

    /**
     * Asks the machine for something that it may answer later.
     *
     * @param whenClosed the answer if the engine is closed
     */
    public <R> HostFuture<R> ask(Question<? super M, R> question, R whenClosed) {
        return ask(new HostFuture<>(host), question, whenClosed);
    }

    /** The same for something of so many bytes that the application says, in a room or, without one, to one person alone. */
    public <R> HostFuture<R> say(@Nullable RoomId room, int bytes, Question<? super M, R> saying, R whenClosed) {
        HostFuture<R> outcome = new HostFuture<>(host);
        flight.send(room, bytes, outcome);
        return ask(outcome, saying, whenClosed);
    }

    private <R> HostFuture<R> ask(HostFuture<R> answer, Question<? super M, R> question, R whenClosed) {
        boolean asked = call((m, now, out) -> {
            question.ask(m, now, answer, out);
            return true;
        }, false);
        if (!asked) {
            answer.complete(whenClosed);
        }
        return answer;
    }

    /** Enters the machine only to look at it, which the end does not forbid. */
    public <R> R inspect(Command<? super M, R> look) {
        return entrance.enterFor(look);
    }

    private void onTimer() {
        try {
            entrance.enter((m, now, out) -> {
                if (!ending) {
                    entrance.timerWoke();
                    m.onTimer(now, out);
                    drops.onTimer(now);
                }
            });
        } catch (RuntimeException | Error brokenInvariant) {
            fail(brokenInvariant);
        }
    }

    private void onDatagram(InetSocketAddress from, ByteBuffer datagram) {
        enterForTheNetwork((m, now, out) -> {
            traffic.received(datagram.remaining());
            if (!ending) {
                m.onDatagram(now, from, datagram, out);
            }
        });
    }

    /**
     * The answer to a question; taken even after the end, so that nothing stays in a registry by mistake. Datagrams that were
     * held until the answer are handled with it.
     */
    <A> void answer(Ask.Answered<A> then, A answer) {
        enterForTheNetwork((m, now, out) -> then.answer(now, answer, out));
    }

    /** The listener has heard events. */
    private void taken(List<Taken> heard) {
        enterForTheNetwork((m, now, out) -> {
            if (!ending) {
                heard.forEach(event -> event.onTaken(now, out));
            }
        });
    }

    /** A datagram over which the machine stumbles must not end the endpoint: anybody could send it. */
    private void enterForTheNetwork(Step<? super M> step) {
        try {
            try {
                entrance.enter(step);
            } catch (RuntimeException bug) {
                LOG.error("Handling a datagram at {} failed; this is a bug in udpchat", transport.localAddress(), bug);
                dropped(DropReason.INTERNAL_ERROR);
            }
        } catch (Error brokenInvariant) {
            fail(brokenInvariant);
        }
    }

    /** Counts and reports something that was dropped outside of the machine. */
    public void dropped(DropReason reason) {
        entrance.enter((m, now, out) -> out.dropped(reason));
    }

    /** Reports a failure of the application's code, and logs it. */
    public void plugInFailed(String during, Throwable error) {
        LOG.warn("{} failed: {}", during, FailureText.of(error));
        entrance.enter((m, now, out) -> out.event(new EndpointEvent.PlugInFailed(during, error)));
    }

    /** {@return what went through so far; to be called within a command} */
    public TrafficStats traffic() {
        return traffic.with(drops.totals());
    }

    private void fail(Throwable failure) {
        LOG.error("The endpoint at {} failed and closes; this is a bug in udpchat", transport.localAddress(), failure);
        end(new CloseReason.Failed(failure));
    }

    /**
     * Ends the engine. May be called by any thread, the listener's included, and more than once. In this order: the
     * machine says goodbye, if the lock can be had soon; the transport closes, which ends the receive loop and frees
     * whoever is stuck in a send; the timer ends; the listener hears of the end, last of all. Returns when it has, or
     * when its time is up; an interrupt waits until then.
     */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            end(new CloseReason.ByApplication());
            if (events.mayAwaitEnd()) {
                events.awaitEnd(CLOSE_PATIENCE);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(CloseReason why) {
        boolean said = false;
        try {
            said = entrance.enterWithin(CLOSE_PATIENCE, (m, now, out) -> sayGoodbye(m, now, out, why));
        } finally {
            timer.close();
            closeTransport();
        }
        if (!said) {
            LOG.warn("Closing {} late: its lock is held for long", transport.localAddress());
            endOnceTheLockIsFree(why);
        }
    }

    private void closeTransport() {
        try {
            transport.close();
        } catch (RuntimeException brokenTransport) {
            LOG.warn("{} threw, which a transport must not", transport.getClass().getName(), brokenTransport);
        }
    }

    private void endOnceTheLockIsFree(CloseReason why) {
        if (!entrance.enterWithin(CLOSE_PATIENCE, (m, now, out) -> sayGoodbye(m, now, out, why))) {
            try {
                host.execute(closeThreadName, () -> entrance.enter((m, now, out) -> sayGoodbye(m, now, out, why)));
            } catch (RuntimeException | Error noThread) {
                LOG.error("{} is closed, but its listener will not hear so", transport.localAddress(), noThread);
            }
        }
    }

    private void sayGoodbye(M m, long now, Outbox out, CloseReason why) {
        if (ending) {
            return;
        }
        ending = true;
        entrance.disarmTimer();
        try {
            m.onClose(now, out);
        } catch (RuntimeException | Error bug) {
            LOG.error("Saying goodbye at {} failed; this is a bug in udpchat", transport.localAddress(), bug);
        }
        out.event(new EndpointEvent.Closed(why));
    }

    /** Waits until the listener has heard of the end. */
    public void awaitEnd() throws InterruptedException {
        events.awaitEnd(EventLoop.FOREVER);
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
