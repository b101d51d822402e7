package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.IkInitiator;
import io.github.udpchat.internal.noise.IkMessages;
import io.github.udpchat.internal.noise.IkResponder;
import io.github.udpchat.internal.noise.KeyPair25519;
import io.github.udpchat.internal.noise.TransportKeys;
import io.github.udpchat.internal.session.Inside;
import io.github.udpchat.internal.wire.Limits;
import org.jspecify.annotations.Nullable;

/** The messages of a handshake and their payloads: they fail as a handshake fails, and in no other way. */
class HandshakeFuzzTest {

    private static final byte[] PROLOGUE = Vectors.bytes("handshake", "prologue");
    private static final KeyPair25519 SERVER = keys("identity.server", "static-private");
    private static final KeyPair25519 CLIENT = keys("identity.client", "static-private");
    private static final byte[] CLIENT_EPHEMERAL = Vectors.bytes("handshake", "client-ephemeral");
    private static final byte[] SERVER_EPHEMERAL = Vectors.bytes("handshake", "server-ephemeral");
    private static final byte[] LIMITS = Vectors.bytes("limits.client", "bytes");
    private static final byte[] MESSAGE_2 = Vectors.bytes("handshake", "message2");
    private static final byte[] PAYLOAD_2 = Vectors.bytes("handshake", "payload2");

    private static KeyPair25519 keys(String section, String name) {
        return KeyPair25519.of(Vectors.bytes(section, name));
    }

    @FuzzTest
    void handshakesFailAsHandshakesFail(byte[] bytes) throws HandshakeFailedException {
        FuzzInput input = new FuzzInput(bytes);
        int kind = input.next(4);
        byte[] message = input.rest();
        switch (kind) {
            case 0 -> message1(message);
            case 1 -> message2(message);
            case 2 -> limits(message);
            default -> accepted(message);
        }
    }

    /** Who answers what could be read has the same keys as who wrote it. */
    private static void message1(byte[] message) throws HandshakeFailedException {
        IkResponder responder = new IkResponder(PROLOGUE, SERVER);
        byte[] payload = orNull(() -> responder.readMessage1(message));
        if (payload != null) {
            assertThat(payload).hasSize(message.length - IkMessages.MESSAGE_1_OVERHEAD_BYTES);
            assertThat(responder.initiator()).isEqualTo(CLIENT.publicKey());
            byte[] answer = responder.writeMessage2(SERVER_EPHEMERAL, PAYLOAD_2);
            IkInitiator initiator = initiator();
            assertThat(initiator.readMessage2(answer)).isEqualTo(PAYLOAD_2);
            requireSame(initiator.split(), responder.split());
        }
    }

    private static void requireSame(TransportKeys one, TransportKeys other) {
        assertThat(one.initiatorToResponder()).isEqualTo(other.initiatorToResponder());
        assertThat(one.responderToInitiator()).isEqualTo(other.responderToInitiator());
        assertThat(one.handshakeHash()).isEqualTo(other.handshakeHash());
    }

    private static IkInitiator initiator() throws HandshakeFailedException {
        IkInitiator initiator = new IkInitiator(PROLOGUE, CLIENT, SERVER.publicKey());
        initiator.writeMessage1(CLIENT_EPHEMERAL, LIMITS);
        return initiator;
    }

    /** After a false answer the genuine one can still be read. */
    private static void message2(byte[] message) throws HandshakeFailedException {
        IkInitiator initiator = initiator();
        byte[] payload = orNull(() -> initiator.readMessage2(message));
        if (payload == null) {
            assertThat(initiator.readMessage2(MESSAGE_2)).isEqualTo(PAYLOAD_2);
        } else {
            assertThat(payload).hasSize(message.length - IkMessages.MESSAGE_2_OVERHEAD_BYTES);
        }
        assertThat(initiator.split().handshakeHash()).hasSize(32);
    }

    private static void limits(byte[] payload) {
        Limits limits = orNull(() -> Inside.limits(payload));
        if (limits != null) {
            requireSameButForCapabilities(limits, payload);
        }
    }

    /** The ranges of PROTOCOL.md, section 2.4. */
    private static void requireSameButForCapabilities(Limits limits, byte[] bytes) {
        byte[] expected = bytes.clone();
        Arrays.fill(expected, 0, 4, (byte) 0);
        assertThat(limits.bytes()).isEqualTo(expected);
        assertThat(limits.maxMessageBytes()).isBetween(1024, 65_536);
        assertThat(limits.sessionCreditBytes()).isBetween(2 * limits.maxMessageBytes(), 1 << 30);
        assertThat(limits.channelCredit()).isBetween(1, 1024);
        assertThat(limits.idleTimeoutSeconds()).isBetween(5, 600);
    }

    private static void accepted(byte[] payload) {
        Inside.Accepted accepted = orNull(() -> Inside.accepted(payload));
        if (accepted != null) {
            requireSameButForCapabilities(accepted.limits(), Arrays.copyOfRange(payload, 32, 48));
            assertThat(Arrays.copyOf(accepted.bytes(), 32)).isEqualTo(Arrays.copyOf(payload, 32));
        }
    }

    private interface Reading<T> {

        T read() throws HandshakeFailedException;
    }

    private static <T> @Nullable T orNull(Reading<T> reading) {
        try {
            return reading.read();
        } catch (HandshakeFailedException e) {
            return null;
        }
    }
}
