package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import io.github.udpchat.internal.classic.ClassicLimits;
import io.github.udpchat.internal.classic.ClassicServer;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.session.ApplicationId;
import io.github.udpchat.internal.session.IdentitySecret;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.session.ServerSettings;
import io.github.udpchat.internal.session.SessionServer;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Limits;

/** A server of both protocols without an engine: time is a number, entropy a fixed sequence, and everybody is let in. */
final class ServerWorld {

    static final IdentitySecret IDENTITY = new IdentitySecret(new byte[IdentitySecret.BYTES]);
    static final long APPLICATION = ApplicationId.of(ApplicationId.DEFAULT_NAME);
    static final int MOST_CLASSIC_BYTES = 1024;
    static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    static final Limits LIMITS = new Limits(65_536, 262_144, 64, (int) IDLE_TIMEOUT.toSeconds())
            .with(Limits.KNOWS_MODEL);

    private static final int MOST_PEERS = 6;
    private static final Duration FORGOTTEN = IDLE_TIMEOUT.multipliedBy(2);

    /** So long the server remembers a client that is gone, and something besides. */
    private static final Duration CLIENTS_FORGOTTEN = Duration.ofMinutes(11);

    /** More timers than anything needs in that time: then a deadline comes again and again. */
    private static final int MOST_TIMERS = 100_000;

    final Hub hub = new Hub(MOST_PEERS, 7);
    final Drain drain = new Drain();
    final Outbox out = new Outbox();
    final SessionServer sessions;
    private final ServerMachine machine;
    private long now = 1_000_000_000;

    ServerWorld() {
        AddressKeys keys = new AddressKeys(1);
        SplittableRandom random = new SplittableRandom(2);
        ClassicServer classic = new ClassicServer(hub, new ClassicLimits(MOST_CLASSIC_BYTES, 2, IDLE_TIMEOUT), keys);
        sessions = new SessionServer(
                hub, new ServerSettings(IDENTITY, APPLICATION, LIMITS, true, Long.MAX_VALUE), keys, random::nextBytes);
        machine = new ServerMachine(hub, classic, sessions);
    }

    long now() {
        return now;
    }

    /** A datagram arrives; the drain holds what it leads to. */
    void arrives(InetSocketAddress from, byte[] datagram) {
        ByteBuffer received = ByteBuffer.wrap(datagram).asReadOnlyBuffer();
        machine.onDatagram(now, from, received, out);
        assertThat(received.remaining()).as("the datagram is not used up").isEqualTo(datagram.length);
        settle();
    }

    /** Takes what is to be done, and sees to timers that are due. */
    void settle() {
        drain.take(now, out);
        if (machine.nextDeadline() <= now) {
            machine.onTimer(now, out);
            drain.take(now, out);
            assertThat(machine.nextDeadline()).as("the next deadline after a timer").isGreaterThan(now);
        }
        assertThat(hub.peerCount() + hub.waitingCount()).as("members").isLessThanOrEqualTo(MOST_PEERS);
        assertThat(Inside.strangers(sessions)).as("places").isBetween(0, 256);
    }

    /** Time passes. */
    void passes(Duration time) {
        long until = now + time.toNanos();
        for (int timers = 0; machine.nextDeadline() <= until; timers++) {
            assertThat(timers).as("timers in %s", time).isLessThan(MOST_TIMERS);
            now = machine.nextDeadline();
            settle();
        }
        now = until;
    }

    /** So much time passes without a datagram that nothing of anybody may be left. */
    void allAreSilent() {
        passes(FORGOTTEN);
        assertThat(hub.peerCount()).as("members").isZero();
        assertThat(hub.waitingCount()).as("who waits").isZero();
        assertThat(sessions.sessionCount()).as("sessions").isZero();
        assertThat(Inside.strangers(sessions)).as("places").isZero();
        passes(CLIENTS_FORGOTTEN);
        assertThat(machine.nextDeadline()).as("deadline").isEqualTo(Machine.NEVER);
        assertThat(eventsOf(ServerEvent.Left.class)).as("who left").hasSameSizeAs(eventsOf(ServerEvent.Joined.class));
    }

    private List<ServerEvent> eventsOf(Class<? extends ServerEvent> kind) {
        return drain.events.stream().filter(kind::isInstance).<ServerEvent>map(kind::cast).toList();
    }
}
