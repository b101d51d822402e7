package io.github.udpchat.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;

import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Talks with noise-java, which shares no code with ours, not even that of the primitives: it brings its own X25519. */
class OtherImplementationTest {

    private static final String PROTOCOL = "Noise_IK_25519_AESGCM_SHA256";
    private static final byte[] NO_DATA = {};

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static HandshakeState theirs(int role, byte[] prologue, byte[] staticKey) throws GeneralSecurityException {
        HandshakeState theirs = new HandshakeState(PROTOCOL, role);
        theirs.setPrologue(prologue, 0, prologue.length);
        theirs.getLocalKeyPair().setPrivateKey(staticKey, 0);
        return theirs;
    }

    private static byte[] write(HandshakeState theirs, byte[] payload) throws GeneralSecurityException {
        byte[] message = new byte[payload.length + 96];
        return Arrays.copyOf(message, theirs.writeMessage(message, 0, payload, 0, payload.length));
    }

    private static byte[] read(HandshakeState theirs, byte[] message) throws GeneralSecurityException {
        byte[] payload = new byte[message.length];
        return Arrays.copyOf(payload, theirs.readMessage(message, 0, message.length, payload, 0));
    }

    /** Theirs sends under the first key and receives under the second. */
    private static void assertSameKeys(HandshakeState theirs, byte[] hash, byte[] sendKey, byte[] receiveKey)
            throws GeneralSecurityException, HandshakeFailedException {
        assertThat(theirs.getHandshakeHash()).isEqualTo(hash);
        CipherStatePair ciphers = theirs.split();
        byte[] text = Handshake.bytes("a line");
        byte[] sent = new byte[text.length + 16];
        ciphers.getSender().encryptWithAd(null, text, 0, sent, 0, text.length);
        assertThat(new CipherState(sendKey).decrypt(NO_DATA, sent)).isEqualTo(text);
        byte[] received = new byte[sent.length];
        byte[] ours = new CipherState(receiveKey).encrypt(NO_DATA, text);
        int length = ciphers.getReceiver().decryptWithAd(null, ours, 0, received, 0, ours.length);
        assertThat(Arrays.copyOf(received, length)).isEqualTo(text);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void oursCallsTheirs(long seed) throws GeneralSecurityException, HandshakeFailedException {
        Random random = new Random(seed);
        byte[] prologue = random(random, random.nextInt(100));
        byte[] serverKey = random(random, 32);
        KeyPair25519 client = KeyPair25519.of(random(random, 32));
        HandshakeState responder = theirs(HandshakeState.RESPONDER, prologue, serverKey);
        responder.start();
        IkInitiator initiator = new IkInitiator(prologue, client, KeyPair25519.of(serverKey).publicKey());

        byte[] payload1 = random(random, random.nextInt(200));
        assertThat(read(responder, initiator.writeMessage1(random(random, 32), payload1))).isEqualTo(payload1);
        byte[] clientKey = new byte[32];
        responder.getRemotePublicKey().getPublicKey(clientKey, 0);
        assertThat(PublicKey25519.of(clientKey)).isEqualTo(client.publicKey());
        byte[] payload2 = random(random, random.nextInt(200));
        assertThat(initiator.readMessage2(write(responder, payload2))).isEqualTo(payload2);

        TransportKeys keys = initiator.split();
        assertSameKeys(responder, keys.handshakeHash(), keys.responderToInitiator(), keys.initiatorToResponder());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void theirsCallsOurs(long seed) throws GeneralSecurityException, HandshakeFailedException {
        Random random = new Random(seed);
        byte[] prologue = random(random, random.nextInt(100));
        byte[] clientKey = random(random, 32);
        KeyPair25519 server = KeyPair25519.of(random(random, 32));
        HandshakeState initiator = theirs(HandshakeState.INITIATOR, prologue, clientKey);
        initiator.getRemotePublicKey().setPublicKey(server.publicKey().toByteArray(), 0);
        initiator.start();
        IkResponder responder = new IkResponder(prologue, server);

        byte[] payload1 = random(random, random.nextInt(200));
        assertThat(responder.readMessage1(write(initiator, payload1))).isEqualTo(payload1);
        assertThat(responder.initiator()).isEqualTo(KeyPair25519.of(clientKey).publicKey());
        byte[] payload2 = random(random, random.nextInt(200));
        assertThat(read(initiator, responder.writeMessage2(random(random, 32), payload2))).isEqualTo(payload2);

        TransportKeys keys = responder.split();
        assertSameKeys(initiator, keys.handshakeHash(), keys.initiatorToResponder(), keys.responderToInitiator());
    }
}
