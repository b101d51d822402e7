package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;

/** A client's talk at one end of two links, and a server at the other end that says what the test has it say. */
abstract class ClientTalkFixture {

    static final InetSocketAddress THERE = SessionFixture.at(1, 4_000);
    static final long LOBBY = ServerRooms.LOBBY_CHANNEL;
    static final long DIRECT = ChannelId.of(2, ChannelId.Class.ORDERED);
    static final long NOTICES = ChannelId.of(0, ChannelId.Class.LATEST);
    static final RoomControl.Channels CHANNELS = new RoomControl.Channels(DIRECT, NOTICES);
    static final ControlMessage.Welcome WELCOME = new ControlMessage.Welcome(1, "Ana", LOBBY, 7, 0, true);

    final Outbox out = new Outbox();
    final PendingSends sends = new PendingSends();
    final ClientRooms rooms = new ClientRooms(sends, 0);
    final Whereabouts whereabouts = new Whereabouts(THERE);
    final Holdings holdings = new Holdings(Long.MAX_VALUE);
    final List<ClientEvent> events = new ArrayList<>();
    final Queue<Incoming.Arrival> said = new ArrayDeque<>();
    long now = SessionFixture.SECOND;
    Optional<SessionEnd> ended = Optional.empty();
    Link server;
    Link client;
    ClientTalk talk;

    /** A session begins, after which the server has said these. */
    void session(Limits servers, ControlMessage... first) {
        Limits clients = SessionFixture.LIMITS.with(Limits.KNOWS_MODEL);
        server = link(false, servers, clients, new LinkOwner() {
            @Override
            public void onHeard(long when) {}

            @Override
            public void onMessage(long when, Incoming.Arrival message, Outbox outbox) {
                said.add(message);
                if (message.channel() != ChannelId.CONTROL) {
                    server.taken(when, message.receipt(), outbox);
                }
            }

            @Override
            public void onEnd(long when, SessionEnd why, Outbox outbox) {}
        });
        client = link(true, clients, servers, new LinkOwner() {
            @Override
            public void onHeard(long when) {}

            @Override
            public void onMessage(long when, Incoming.Arrival message, Outbox outbox) throws MalformedException {
                talk.onMessage(when, message, outbox);
            }

            @Override
            public void onChannelEnd(long when, long channel, Outbox outbox) throws MalformedException {
                talk.onChannelEnd(channel);
            }

            @Override
            public void onEnd(long when, SessionEnd why, Outbox outbox) {
                ended = Optional.of(why);
            }
        });
        talk = new ClientTalk(
                client, sends, rooms, whereabouts,
                (when, welcome, outbox) -> sends.sessionBegins(0, welcome.known(), outbox));
        server.channels().open(LOBBY);
        server.channels().open(DIRECT);
        server.channels().open(NOTICES);
        for (ControlMessage message : first) {
            tells(message);
        }
    }

    Link link(boolean isClient, Limits own, Limits peers, LinkOwner owner) {
        SplittableRandom random = new SplittableRandom(4);
        return new Link(now, new LinkKeys(isClient, 7, secret(isClient ? 1 : 2), secret(isClient ? 2 : 1), own, peers,
                new Aead(), random::nextBytes), THERE, new Scratch(),
                isClient ? holdings
                        : new Holdings(Long.MAX_VALUE),
                owner);
    }

    static TrafficSecret secret(int value) {
        return new TrafficSecret(BareLink.bytes(value));
    }

    static Limits knowing() {
        return SessionFixture.LIMITS.with(Limits.KNOWS_MODEL);
    }

    void tells(ControlMessage message) {
        sends(ChannelId.CONTROL, message.write());
    }

    void sends(long channel, ByteBuffer message) {
        assertThat(server.channels().send(channel, message)).isTrue();
        passes(Duration.ofMillis(30));
    }

    /** What either side sends arrives. */
    void passes(Duration time) {
        long until = now + time.toNanos();
        // What the client has said by itself.
        carry(server);
        server.flush(now, out);
        carry(client);
        talk.speak(now, out);
        carry(server);
        for (long next = due(); next <= until; next = due()) {
            now = Math.max(now, next);
            client.onTimer(now, out);
            talk.speak(now, out);
            carry(server);
            server.onTimer(now, out);
            carry(client);
        }
        now = until;
    }

    long due() {
        return Math.min(client.nextDeadline(), server.nextDeadline());
    }

    void carry(Link to) {
        for (Link next = to; out.sends() > 0; next = next == server ? client : server) {
            List<ByteBuffer> datagrams = new ArrayList<>();
            while (out.sends() > 0) {
                datagrams.add(out.datagram());
                out.removeSend();
            }
            for (ByteBuffer datagram : datagrams) {
                next.onData(now, THERE, datagram, out);
            }
        }
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            if (notice instanceof Reply<?> reply) {
                reply.deliver();
            } else if (notice instanceof ClientEvent event) {
                events.add(event);
            }
        }
    }

    CompletableFuture<DirectDelivery> says(String text) {
        CompletableFuture<DirectDelivery> outcome = new CompletableFuture<>();
        assertThat(sends.add(new Destination.ToPerson(new PeerId(2), outcome), Payload.utf8(text).asByteBuffer()))
                .isTrue();
        passes(Duration.ofMillis(30));
        return outcome;
    }

    void breaksTheProtocol() {
        assertThat(ended).hasValueSatisfying(why -> assertThat(why).isInstanceOf(SessionEnd.Violation.class));
    }
}
