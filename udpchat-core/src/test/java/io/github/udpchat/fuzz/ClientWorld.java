package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.session.ClientSettings;
import io.github.udpchat.internal.session.IdentitySecret;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.session.SessionClient;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.ReconnectPolicy;
import io.github.udpchat.model.RoomId;

/** A client without an engine, and the server that it wants to talk to: time is a number, entropy a fixed sequence. */
final class ClientWorld {

    static final InetSocketAddress SERVER = Drain.address("198.51.100.7", 7000);
    static final InetSocketAddress STRANGER = Drain.address("198.51.100.8", 7000);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private static final IdentityKey SERVER_KEY = IdentityKey.of(
            Inside.keys(ServerWorld.IDENTITY).publicKey().toByteArray());
    private static final IdentitySecret IDENTITY = new IdentitySecret(new byte[IdentitySecret.BYTES]);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int MOST_TIMERS = 100_000;

    final Drain drain = new Drain();
    final TestServer server;
    final CompletableFuture<ConnectionState> connected = new CompletableFuture<>();
    private final Outbox out = new Outbox();
    private final SessionClient client;
    private long now = 1_000_000_000;

    /** How far a client has come. */
    enum Stage {
        HELLO_SENT, INIT_SENT, CONFIRMING, JOINING, MEMBER
    }

    /** A client that has come so far with a server that knows the first kinds of messages alone. */
    ClientWorld(Stage stage) {
        this(stage, ServerWorld.LIMITS.with(0));
    }

    /** A client that has come so far with a server of those limits. */
    ClientWorld(Stage stage, Limits servers) {
        server = new TestServer(servers);
        SplittableRandom random = new SplittableRandom(3);
        client = new SessionClient(new ClientSettings(SERVER, List.of(SERVER_KEY), false, IDENTITY, false,
                ServerWorld.APPLICATION, "Ana", Payload.EMPTY, ServerWorld.LIMITS, CONNECT_TIMEOUT,
                ReconnectPolicy.never()),
                random::nextBytes, connected);
        client.onStart(now, out);
        settle();
        if (stage.compareTo(Stage.INIT_SENT) >= 0) {
            arrives(SERVER, server.retry());
        }
        if (stage.compareTo(Stage.CONFIRMING) >= 0) {
            arrives(SERVER, server.accept());
        }
        if (stage.compareTo(Stage.JOINING) >= 0) {
            arrives(SERVER, server.session().sealed(server.session().acknowledgement()));
        }
        if (stage == Stage.MEMBER) {
            arrives(SERVER, server.session().sealed(server.session().welcome()));
        }
    }

    /** A datagram arrives; the drain holds what it leads to, the server hears what is sent. */
    void arrives(InetSocketAddress from, byte[] datagram) {
        drain.drops.clear();
        ByteBuffer received = ByteBuffer.wrap(datagram).asReadOnlyBuffer();
        client.onDatagram(now, from, received, out);
        assertThat(received.remaining()).as("the datagram is not used up").isEqualTo(datagram.length);
        settle();
    }

    private void settle() {
        drain.take(now, out);
        if (client.nextDeadline() <= now) {
            client.onTimer(now, out);
            drain.take(now, out);
            assertThat(client.nextDeadline()).as("the next deadline after a timer").isGreaterThan(now);
        }
        assertThat(drain.sent).allMatch(sent -> sent.to().equals(SERVER), "goes to the server");
        server.hear(drain.sent);
    }

    /** Time passes. */
    void passes(Duration time) {
        long until = now + time.toNanos();
        for (int timers = 0; client.nextDeadline() <= until; timers++) {
            assertThat(timers).as("timers in %s", time).isLessThan(MOST_TIMERS);
            now = client.nextDeadline();
            settle();
        }
        now = until;
    }

    /** The application says something; returns what becomes of it. */
    CompletableFuture<Delivery> says(int bytes) {
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        client.send(now, RoomId.LOBBY, ByteBuffer.allocate(bytes), outcome, out);
        settle();
        return outcome;
    }

    /** For so long the server answers as it should, and nobody else sends anything; ends when there is a result. */
    void serverAnswers(Duration time, CompletableFuture<?> result) {
        long until = now + time.toNanos();
        while (now < until && !result.isDone()) {
            try {
                for (byte[] answer : server.answers()) {
                    arrives(SERVER, answer);
                }
            } catch (MalformedException e) {
                throw new AssertionError("the client said what is malformed", e);
            }
            passes(STEP);
        }
    }

    void closes() {
        client.onClose(now, out);
        drain.take(now, out);
    }

    /** {@return what the client has told its application of its connection} */
    List<ConnectionState> states() {
        return drain.events.stream()
                .filter(ClientEvent.ConnectionChanged.class::isInstance)
                .map(event -> ((ClientEvent.ConnectionChanged) event).state())
                .toList();
    }
}
