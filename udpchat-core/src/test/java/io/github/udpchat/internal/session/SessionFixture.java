package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.internal.server.ServerMachine;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.PacketType;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.RateLimits;

/**
 * A session server as a machine: the test tells the time, carries datagrams to and fro by hand, and answers what the
 * application is asked.
 */
abstract class SessionFixture {

    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1_000 * MILLISECOND;
    static final long APPLICATION = 7;
    static final Limits LIMITS = new Limits(65_536, 262_144, 64, 30);

    final SplittableRandom random = new SplittableRandom(1);
    final IdentitySecret serverIdentity = identity(1);
    final Hub hub = new Hub(hubSettings());
    final SessionServer sessions = newSessions(true);
    final ServerMachine server = new ServerMachine(hub, null, sessions);
    final Outbox out = new Outbox();
    final List<Ask> asks = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<DropReason> drops = new ArrayList<>();
    final List<Trace> traces = new ArrayList<>();
    long now = SECOND;

    /** A datagram on its way from the server. */
    record Sent(InetSocketAddress to, ByteBuffer datagram) {

        PacketType type() {
            return PacketType.of(datagram);
        }
    }

    SessionServer newSessions(boolean resets) {
        return new SessionServer(hub,
                new ServerSettings(serverIdentity, APPLICATION, limits(), resets, mostHeldBytes(), rates()),
                new AddressKeys(2), random::nextBytes);
    }

    /** {@return what both sides are ready for} */
    Limits limits() {
        return LIMITS;
    }

    int mostMembers() {
        return 100;
    }

    HubSettings hubSettings() {
        return new HubSettings(mostMembers(), 5);
    }

    RateLimits rates() {
        return RateLimits.none();
    }

    long mostHeldBytes() {
        return Long.MAX_VALUE;
    }

    /** The server's listener takes all that it has heard of. */
    void taken() {
        List<Event> heard = List.copyOf(events);
        events.clear();
        for (Event event : heard) {
            if (event.whenTaken() != null) {
                event.whenTaken().onTaken(now, out);
            }
        }
        sent();
    }

    /** {@return why members have left, in order} */
    List<LeaveReason> left() {
        return events.stream().filter(ServerEvent.Left.class::isInstance)
                .map(event -> ((ServerEvent.Left) event).why()).toList();
    }

    /** When nobody says anything any more, there is nothing left of anybody. */
    void nothingIsLeft() {
        passes(Duration.ofMinutes(2));
        assertThat(sessions.sessionCount()).isZero();
        assertThat(sessions.strangers()).isZero();
        assertThat(sessions.names().size()).isZero();
        assertThat(hub.peerCount()).isZero();
        assertThat(hub.waitingCount()).isZero();
    }

    static IdentitySecret identity(int number) {
        byte[] secret = new byte[IdentitySecret.BYTES];
        secret[0] = (byte) number;
        return new IdentitySecret(secret);
    }

    /** An address that no name is looked up for. */
    static InetSocketAddress at(int lastByte, int port) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) lastByte}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    // ---- the server

    /** A datagram comes to the server; returns what it sends. */
    List<Sent> toServer(InetSocketAddress from, ByteBuffer datagram) {
        server.onDatagram(now, from, datagram.duplicate(), out);
        return sent();
    }

    /** Time passes at the server alone, which is told in time of whatever is due; returns what it sends. */
    List<Sent> passes(Duration time) {
        long until = now + time.toNanos();
        List<Sent> sent = new ArrayList<>();
        while (server.nextDeadline() <= until) {
            now = Math.max(now, server.nextDeadline());
            server.onTimer(now, out);
            sent.addAll(sent());
        }
        now = until;
        return sent;
    }

    /** Takes what the server wrote down. */
    List<Sent> sent() {
        List<Sent> sent = new ArrayList<>();
        while (out.sends() > 0) {
            sent.add(new Sent(out.recipient(), out.datagram()));
            out.removeSend();
        }
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            switch (notice) {
                case Ask ask -> asks.add(ask);
                case Event event -> events.add(event);
                case Dropped(DropReason reason) -> drops.add(reason);
                case Reply<?> reply -> reply.deliver();
                case Trace trace -> traces.add(trace);
            }
        }
        return sent;
    }

    /** The application answers the last who wants to join. */
    List<Sent> answer(Admission admission) {
        lastAdmit().then().answer(now, Optional.of(admission), out);
        return sent();
    }

    /** The registry has been told of all who have left, and has forgotten them. */
    void forgetsAreAnswered() {
        List<Ask> answered = List.copyOf(asks);
        asks.clear();
        for (Ask ask : answered) {
            if (ask instanceof Ask.Forget forget) {
                forget.then().answer(now, true, out);
            }
        }
        sent();
    }

    Ask.Admit lastAdmit() {
        return (Ask.Admit) asks.stream().filter(Ask.Admit.class::isInstance).reduce((first, second) -> second)
                .orElseThrow();
    }

    static List<ByteBuffer> ofType(PacketType type, List<Sent> sent) {
        return sent.stream().filter(packet -> packet.type() == type).map(Sent::datagram).toList();
    }
}
