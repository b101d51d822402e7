package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.ReconnectPolicy;

/** The server and the client of the vectors' handshake, which choose what the vectors say that they chose. */
final class VectorParties {

    static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);

    /** As many cookie keys as have numbers of their own. */
    private static final int COOKIE_KEYS = 256;

    private final VectorFile vectors;
    private final Section handshake;

    VectorParties(VectorFile vectors) {
        this.vectors = vectors;
        this.handshake = vectors.section("handshake");
    }

    /** {@return when the server answers HELLO, in its own time} */
    long helloTime() {
        return TimeUnit.MILLISECONDS.toNanos(vectors.section("cookie.ipv4").number("time"));
    }

    /** {@return where the client is} */
    InetSocketAddress clientAddress() throws UnknownHostException {
        return KeyVectors.address(vectors.section("cookie.ipv4"));
    }

    /** {@return the secret of what a side sends at first} */
    TrafficSecret secret(String side) {
        return new TrafficSecret(handshake.bytes(side + "-secret"));
    }

    /** {@return the number of the session} */
    long session() {
        return handshake.buffer("session").getLong();
    }

    private IdentitySecret identity(String side) {
        return new IdentitySecret(vectors.section("identity." + side).bytes("identity"));
    }

    private IdentityKey serverKey() {
        return IdentityKey.of(vectors.section("identity.server").bytes("static-public"));
    }

    private Limits limits(String side) {
        return Limits.read(vectors.section("limits." + side).buffer("bytes"));
    }

    private long application() {
        return vectors.section("application").buffer("id").getLong();
    }

    // ---- server

    /**
     * {@return the server, which has run for so long that key 0 is its current cookie key once more, since a second before
     * the HELLO, and the last of all the previous one}
     */
    SessionServer server() {
        ScriptedEntropy entropy = new ScriptedEntropy().then(handshake.bytes("boot"));
        for (int early = 0; early < COOKIE_KEYS - 1; early++) {
            entropy.then(new byte[32]);
        }
        entropy.then(vectors.section("cookie.ipv6").bytes("key")).then(vectors.section("cookie.ipv4").bytes("key"));
        entropy.then(handshake.bytes("session")).then(handshake.bytes("server-ephemeral"));
        SessionServer server = new SessionServer(new Hub(256, 1),
                new ServerSettings(identity("server"), application(), limits("server"), true, Long.MAX_VALUE),
                new AddressKeys(2),
                entropy);
        long newestKey = helloTime() - TimeUnit.SECONDS.toNanos(1);
        for (int renewal = COOKIE_KEYS - 1; renewal >= 0; renewal--) {
            ByteBuffer hello = new HelloPacket(application(), new Token16(0, renewal)).write();
            server.onDatagram(newestKey - renewal * CookieMint.KEY_LIFE.toNanos(), SERVER, hello, new Outbox());
        }
        return server;
    }

    /** {@return the server with the half-open session of the handshake} */
    SessionServer serverHalfOpen() throws UnknownHostException {
        SessionServer server = server();
        Outbox out = new Outbox();
        server.onDatagram(helloTime(), clientAddress(), handshake.buffer("init"), out);
        assertThat(sent(out)).containsExactly(handshake.buffer("accept"));
        return server;
    }

    // ---- client

    /** {@return the client, which trusts the server's key and no other, and was not started} */
    SessionClient client() {
        ScriptedEntropy entropy = new ScriptedEntropy().then(vectors.section("chat.join").bytes("instance"))
                .then(handshake.bytes("nonce")).then(handshake.bytes("client-ephemeral"));
        return new SessionClient(
                new ClientSettings(SERVER, List.of(serverKey()), false, identity("client"), true, application(), "Ana",
                        Payload.EMPTY, limits("client"), Duration.ofSeconds(30), ReconnectPolicy.never()),
                entropy, new CompletableFuture<>());
    }

    /** What brings the client from one state of its handshake to the next, and what it says then. */
    enum Stage {
        HELLO_SENT, INIT_SENT, CONFIRMING, MEMBER
    }

    /** {@return the client in that state} */
    SessionClient client(Stage state) {
        SessionClient client = client();
        client.onStart(0, new Outbox());
        for (int next = 1; next <= state.ordinal(); next++) {
            advance(client, Stage.values()[next]);
        }
        return client;
    }

    /** Brings the client to the next state, and sees that it says what it has to. */
    void advance(SessionClient client, Stage next) {
        Outbox out = new Outbox();
        client.onDatagram(0, SERVER, brings(next), out);
        List<Notice> notices = List.copyOf(out.notices());
        assertThat(drops(out)).isEmpty();
        switch (next) {
            case HELLO_SENT -> throw new AssertionError("a client begins there");
            case INIT_SENT -> assertThat(sent(out)).containsExactly(handshake.buffer("init"));
            case CONFIRMING ->
                assertThat(sent(out)).containsExactly(vectors.section("data.client.1").buffer("datagram"));
            case MEMBER -> assertThat(notices).contains(
                    new ClientEvent.ConnectionChanged(new ConnectionState.Connected(serverKey(), "Ana")));
        }
    }

    private ByteBuffer brings(Stage state) {
        return switch (state) {
            case HELLO_SENT -> throw new AssertionError("a client begins there");
            case INIT_SENT -> handshake.buffer("retry");
            case CONFIRMING -> handshake.buffer("accept");
            case MEMBER -> vectors.section("data.server.1").buffer("datagram");
        };
    }

    // ---- what comes out

    /** {@return what a machine has sent, which is thereby taken out} */
    static List<ByteBuffer> sent(Outbox out) {
        List<ByteBuffer> sent = new ArrayList<>();
        for (; out.sends() > 0; out.removeSend()) {
            sent.add(out.datagram().duplicate());
        }
        return sent;
    }

    /** {@return what a machine has dropped, which is thereby taken out} */
    static List<DropReason> drops(Outbox out) {
        List<DropReason> drops = new ArrayList<>();
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            if (notice instanceof Dropped(DropReason reason)) {
                drops.add(reason);
            }
        }
        return drops;
    }
}
