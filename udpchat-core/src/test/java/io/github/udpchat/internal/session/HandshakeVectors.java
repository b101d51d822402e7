package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.noise.IkInitiator;
import io.github.udpchat.internal.noise.IkResponder;
import io.github.udpchat.internal.noise.PublicKey25519;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.session.VectorParties.Stage;
import io.github.udpchat.internal.wire.AcceptPacket;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.ResetPacket;
import io.github.udpchat.internal.wire.Token16;
import io.github.udpchat.internal.wire.VersionPacket;
import io.github.udpchat.model.DropReason;

/** Client and server from HELLO on, and what they drop on the way: PROTOCOL.md, sections 2.4, 2.5 and 2.7. */
final class HandshakeVectors {

    private final VectorFile vectors;
    private final VectorParties parties;
    private final Outbox out = new Outbox();

    HandshakeVectors(VectorFile vectors) {
        this.vectors = vectors;
        this.parties = new VectorParties(vectors);
    }

    void handshake(Section s) throws Exception {
        assertThat(s.bytes("nonce")).isEqualTo(vectors.section("cookie.ipv4").bytes("nonce"));
        machinesSayThisToEachOther(s);
        messagesAreThese(s, Objects.requireNonNull(InitPacket.read(s.buffer("init"))));
        bothSidesHaveTheseSecrets(s);
    }

    private void machinesSayThisToEachOther(Section s) throws Exception {
        SessionClient client = parties.client();
        client.onStart(0, out);
        assertThat(VectorParties.sent(out)).containsExactly(s.buffer("hello"));

        SessionServer server = parties.server();
        InetSocketAddress from = parties.clientAddress();
        server.onDatagram(parties.helloTime(), from, s.buffer("hello"), out);
        assertThat(VectorParties.sent(out)).containsExactly(s.buffer("retry"));
        parties.advance(client, Stage.INIT_SENT);
        for (int repeated = 0; repeated < 2; repeated++) {
            server.onDatagram(parties.helloTime(), from, s.buffer("init"), out);
            assertThat(VectorParties.sent(out)).containsExactly(s.buffer("accept"));
        }
        parties.advance(client, Stage.CONFIRMING);
        server.onDatagram(parties.helloTime(), from, vectors.section("data.client.1").buffer("datagram"), out);
        assertThat(VectorParties.drops(out)).isEmpty();
    }

    private static void messagesAreThese(Section s, InitPacket init) {
        assertThat(Handshakes.prologue(init.header())).isEqualTo(s.bytes("prologue"));
        assertThat(init.message1()).isEqualTo(s.bytes("message1"));
        assertThat(ApplicationId.sha256(init.content())).isEqualTo(s.bytes("half-open"));
        assertThat(Objects.requireNonNull(AcceptPacket.read(s.buffer("accept"))).message2())
                .isEqualTo(s.bytes("message2"));
    }

    private void bothSidesHaveTheseSecrets(Section s) throws Exception {
        IdentitySecret server = new IdentitySecret(vectors.section("identity.server").bytes("identity"));
        IdentitySecret client = new IdentitySecret(vectors.section("identity.client").bytes("identity"));
        byte[] clientLimits = vectors.section("limits.client").bytes("bytes");
        Handshakes.Accepted accepted = new Handshakes.Accepted(s.buffer("session").getLong(),
                s.buffer("boot").getLong(),
                server.resetToken(s.buffer("session").getLong()),
                Objects.requireNonNull(Limits.read(vectors.section("limits.server").buffer("bytes"))));
        assertThat(accepted.resetToken()).isEqualTo(Token16.startOf(s.bytes("reset-token")));
        assertThat(Handshakes.acceptPayload(accepted)).isEqualTo(s.bytes("payload2"));

        IkInitiator initiator = new IkInitiator(s.bytes("prologue"), client.staticKeys(),
                server.staticKeys().publicKey());
        IkResponder responder = new IkResponder(s.bytes("prologue"), server.staticKeys());
        assertThat(initiator.writeMessage1(s.bytes("client-ephemeral"), clientLimits)).isEqualTo(s.bytes("message1"));
        assertThat(responder.readMessage1(s.bytes("message1"))).isEqualTo(clientLimits);
        assertThat(responder.initiator())
                .isEqualTo(PublicKey25519.of(vectors.section("identity.client").bytes("static-public")));
        assertThat(responder.writeMessage2(s.bytes("server-ephemeral"), s.bytes("payload2")))
                .isEqualTo(s.bytes("message2"));
        assertThat(initiator.readMessage2(s.bytes("message2"), Handshakes::accepted)).isEqualTo(accepted);
        for (TransportKeys keys : List.of(initiator.split(), responder.split())) {
            assertThat(keys.handshakeHash()).isEqualTo(s.bytes("hash"));
            assertThat(keys.initiatorToResponder()).isEqualTo(s.bytes("client-secret"));
            assertThat(keys.responderToInitiator()).isEqualTo(s.bytes("server-secret"));
        }
    }

    void reset(Section s) {
        Section handshake = vectors.section("handshake");
        ResetPacket reset = new ResetPacket(parties.session(), Token16.startOf(handshake.bytes("reset-token")));
        assertThat(reset.write()).isEqualTo(s.buffer("packet"));
        assertThat(ResetPacket.read(s.buffer("packet"))).isEqualTo(reset);

        SessionClient client = parties.client(Stage.CONFIRMING);
        client.onDatagram(0, VectorParties.SERVER, s.buffer("packet"), out);
        assertThat(VectorParties.drops(out)).isEmpty();
        assertThat(VectorParties.sent(out)).singleElement().as("the first packet of a new attempt")
                .isNotEqualTo(handshake.buffer("hello")).extracting(packet -> packet.get(0)).isEqualTo((byte) 0xF8);
    }

    void version(Section s) {
        Token16 nonce = Token16.startOf(vectors.section("handshake").bytes("nonce"));
        VersionPacket version = new VersionPacket(nonce,
                Stream.of(s.text("versions").split(" ")).map(Integer::valueOf).toList());
        assertThat(version.write()).isEqualTo(s.buffer("packet"));
        assertThat(VersionPacket.read(s.buffer("packet"))).isEqualTo(version);

        SessionClient client = parties.client(Stage.HELLO_SENT);
        client.onDatagram(0, VectorParties.SERVER, s.buffer("packet"), out);
        assertThat(VectorParties.drops(out)).isEmpty();
        assertThat(VectorParties.sent(out)).isEmpty();
        parties.advance(client, Stage.INIT_SENT);
    }

    // ---- what is dropped

    void drop(Section s) throws Exception {
        if (s.text("to").equals("server")) {
            dropAtServer(s);
        } else {
            dropAtClient(s);
        }
    }

    private void dropAtServer(Section s) throws Exception {
        SessionServer server = parties.server();
        server.onDatagram(TimeUnit.MILLISECONDS.toNanos(s.number("now")), KeyVectors.address(s), s.buffer("datagram"),
                out);
        assertThat(VectorParties.drops(out)).containsExactly(DropReason.valueOf(s.text("reason")));
        List<ByteBuffer> answers = s.has("version") ? List.of(s.buffer("version")) : List.of();
        assertThat(VectorParties.sent(out)).isEqualTo(answers);
        assertThat(server.sessionCount()).isZero();
    }

    /** Afterwards the client goes on as if the datagram had not come. */
    private void dropAtClient(Section s) {
        Stage state = Stage.valueOf(s.text("state"));
        SessionClient client = parties.client(state);
        client.onDatagram(0, VectorParties.SERVER, s.buffer("datagram"), out);
        assertThat(VectorParties.drops(out)).containsExactly(DropReason.valueOf(s.text("reason")));
        assertThat(VectorParties.sent(out)).isEmpty();
        parties.advance(client, Stage.values()[state.ordinal() + 1]);
    }
}
