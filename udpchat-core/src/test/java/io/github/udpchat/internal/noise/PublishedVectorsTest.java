package io.github.udpchat.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Properties;

import org.junit.jupiter.api.Test;

/** Every byte of the published handshake, from both sides. */
class PublishedVectorsTest {

    private static final byte[] NO_DATA = {};

    private final Properties figures = load();
    private final KeyPair25519 initiatorStatic = KeyPair25519.of(figure("initiator.static"));
    private final KeyPair25519 responderStatic = KeyPair25519.of(figure("responder.static"));

    private static Properties load() {
        Properties figures = new Properties();
        try (InputStream file = PublishedVectorsTest.class.getResourceAsStream("/noise-ik-vectors.properties")) {
            figures.load(Objects.requireNonNull(file));
            return figures;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] figure(String name) {
        return HexFormat.of().parseHex(figures.getProperty(name));
    }

    @Test
    void publicKeyIsThatOfThePrivateKey() {
        assertThat(responderStatic.publicKey()).isEqualTo(PublicKey25519.of(figure("responder.static.public")));
    }

    @Test
    void initiatorWritesReadsAndSplitsAsPublished() throws HandshakeFailedException {
        IkInitiator initiator = new IkInitiator(figure("prologue"), initiatorStatic, responderStatic.publicKey());
        assertThat(initiator.writeMessage1(figure("initiator.ephemeral"), figure("1.payload")))
                .isEqualTo(figure("1.message"));
        assertThat(initiator.readMessage2(figure("2.message"))).isEqualTo(figure("2.payload"));
        assertKeysAreAsPublished(initiator.split());
    }

    @Test
    void responderReadsWritesAndSplitsAsPublished() throws HandshakeFailedException {
        IkResponder responder = new IkResponder(figure("prologue"), responderStatic);
        assertThat(responder.readMessage1(figure("1.message"))).isEqualTo(figure("1.payload"));
        assertThat(responder.initiator()).isEqualTo(initiatorStatic.publicKey());
        assertThat(responder.writeMessage2(figure("responder.ephemeral"), figure("2.payload")))
                .isEqualTo(figure("2.message"));
        assertKeysAreAsPublished(responder.split());
    }

    /** The published hash is that after message 1; with the two pieces of message 2 it becomes that of the handshake. */
    private byte[] hashAfterMessage2() {
        byte[] message2 = figure("2.message");
        byte[] withKey = sha256(figure("hash.after.message.1"), Arrays.copyOf(message2, 32));
        return sha256(withKey, Arrays.copyOfRange(message2, 32, message2.length));
    }

    private static byte[] sha256(byte[] hash, byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(IkMessages.join(hash, data));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void assertKeysAreAsPublished(TransportKeys keys) throws HandshakeFailedException {
        assertThat(keys.handshakeHash()).isEqualTo(hashAfterMessage2());
        CipherState fromInitiator = new CipherState(keys.initiatorToResponder().clone());
        CipherState fromResponder = new CipherState(keys.responderToInitiator().clone());
        for (int message = 3; message <= 6; message++) {
            assertThat(
                    (message % 2 == 1 ? fromInitiator : fromResponder).encrypt(NO_DATA, figure(message + ".payload")))
                    .as("message %d", message).isEqualTo(figure(message + ".message"));
        }
        CipherState atResponder = new CipherState(keys.initiatorToResponder());
        CipherState atInitiator = new CipherState(keys.responderToInitiator());
        for (int message = 3; message <= 6; message++) {
            assertThat((message % 2 == 1 ? atResponder : atInitiator).decrypt(NO_DATA, figure(message + ".message")))
                    .as("message %d", message).isEqualTo(figure(message + ".payload"));
        }
    }
}
