package io.github.udpchat.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

/** What anybody may send who has seen the messages but has no key. */
class ForgedHandshakeTest {

    /** The highest bit of an ephemeral key: X25519 ignores it, and only the hash of the handshake notices. */
    private static final int IGNORED_BIT = 255;

    private final Handshake handshake = new Handshake();
    private final IkInitiator initiator = handshake.initiator;

    private static IkResponder responder() {
        return new IkResponder(Handshake.PROLOGUE, Handshake.SERVER);
    }

    private static void assertRefused(IkResponder responder, byte[] message1) {
        assertThatExceptionOfType(HandshakeFailedException.class).isThrownBy(() -> responder.readMessage1(message1));
    }

    private void assertRefused(byte[] message2) {
        assertThatExceptionOfType(HandshakeFailedException.class).isThrownBy(() -> initiator.readMessage2(message2));
    }

    private static byte[] flipped(byte[] message, int bit) {
        byte[] copy = message.clone();
        copy[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return copy;
    }

    @Test
    void everyBitOfMessage1Counts() throws HandshakeFailedException {
        byte[] message1 = handshake.writeMessage1();
        assertThat(message1.length * Byte.SIZE).isGreaterThan(IGNORED_BIT);
        for (int bit = 0; bit < message1.length * Byte.SIZE; bit++) {
            assertRefused(responder(), flipped(message1, bit));
        }
    }

    @Test
    void everyBitOfMessage2Counts() throws HandshakeFailedException {
        byte[] message2 = handshake.writeMessage2();
        assertThat(message2.length * Byte.SIZE).isGreaterThan(IGNORED_BIT);
        for (int bit = 0; bit < message2.length * Byte.SIZE; bit++) {
            assertRefused(flipped(message2, bit));
        }
    }

    @Test
    void messagesOfOtherLengthsAreRefused() throws HandshakeFailedException {
        byte[] message1 = handshake.writeMessage1();
        for (int length = 0; length <= message1.length + 20; length++) {
            if (length != message1.length) {
                assertRefused(responder(), Arrays.copyOf(message1, length));
            }
        }
        handshake.responder.readMessage1(message1);
        byte[] message2 = handshake.responder.writeMessage2(Handshake.key(4), Handshake.PAYLOAD_2);
        for (int length = 0; length <= message2.length + 20; length++) {
            if (length != message2.length) {
                assertRefused(Arrays.copyOf(message2, length));
            }
        }
        assertRefused(responder(), new byte[IkMessages.MAX_BYTES + 1]);
    }

    @Test
    void forgedMessage2DoesNotKeepTheGenuineOneFromBeingRead() throws HandshakeFailedException {
        byte[] message2 = handshake.writeMessage2();
        assertRefused(flipped(message2, 0));
        assertRefused(flipped(message2, message2.length * Byte.SIZE - 1));
        assertRefused(new byte[message2.length]);
        assertThatIllegalStateException().isThrownBy(initiator::split);
        assertThat(initiator.readMessage2(message2)).isEqualTo(Handshake.PAYLOAD_2);
        assertThat(initiator.split()).usingRecursiveComparison().isEqualTo(handshake.responder.split());
    }

    @Test
    void forgedMessage1EndsTheResponder() throws HandshakeFailedException {
        byte[] message1 = handshake.writeMessage1();
        IkResponder responder = responder();
        assertRefused(responder, flipped(message1, message1.length * Byte.SIZE - 1));
        assertThatIllegalStateException().isThrownBy(() -> responder.readMessage1(message1));
        assertThatIllegalStateException()
                .isThrownBy(() -> responder.writeMessage2(Handshake.key(4), Handshake.PAYLOAD_2));
        assertThatIllegalStateException().isThrownBy(responder::initiator);
    }

    @Test
    void messageForAnotherServerIsRefused() throws HandshakeFailedException {
        assertRefused(new IkResponder(Handshake.PROLOGUE, KeyPair25519.of(Handshake.key(9))),
                handshake.writeMessage1());
    }

    @Test
    void anotherServerCannotAnswer() throws HandshakeFailedException {
        KeyPair25519 impostor = KeyPair25519.of(Handshake.key(9));
        IkInitiator toImpostor = new IkInitiator(Handshake.PROLOGUE, Handshake.CLIENT, impostor.publicKey());
        IkResponder responder = new IkResponder(Handshake.PROLOGUE, impostor);
        responder.readMessage1(toImpostor.writeMessage1(Handshake.key(3), Handshake.PAYLOAD_1));
        handshake.writeMessage1();
        assertRefused(responder.writeMessage2(Handshake.key(4), Handshake.PAYLOAD_2));
    }

    @Test
    void otherPrologueIsRefused() throws HandshakeFailedException {
        assertRefused(new IkResponder(Handshake.bytes("udpchat/2"), Handshake.SERVER), handshake.writeMessage1());
    }

    @Test
    void answerToAnotherHandshakeIsRefused() throws HandshakeFailedException {
        IkInitiator other = new IkInitiator(Handshake.PROLOGUE, Handshake.CLIENT, Handshake.SERVER.publicKey());
        IkResponder responder = responder();
        responder.readMessage1(other.writeMessage1(Handshake.key(5), Handshake.PAYLOAD_1));
        handshake.writeMessage1();
        assertRefused(responder.writeMessage2(Handshake.key(4), Handshake.PAYLOAD_2));
    }

    @Test
    void ephemeralKeysOfLowOrderAreRefused() throws HandshakeFailedException {
        byte[] message1 = handshake.writeMessage1();
        Arrays.fill(message1, 0, PublicKey25519.BYTES, (byte) 0);
        assertRefused(responder(), message1);
        byte[] message2 = new byte[IkMessages.MESSAGE_2_OVERHEAD_BYTES];
        message2[0] = 1;
        assertRefused(message2);
    }

    @Test
    void responderKeyOfLowOrderIsRefused() {
        IkInitiator toZero = new IkInitiator(Handshake.PROLOGUE, Handshake.CLIENT, PublicKey25519.of(new byte[32]));
        assertThatExceptionOfType(HandshakeFailedException.class)
                .isThrownBy(() -> toZero.writeMessage1(Handshake.key(3), Handshake.PAYLOAD_1));
        assertThatIllegalStateException()
                .isThrownBy(() -> toZero.writeMessage1(Handshake.key(3), Handshake.PAYLOAD_1));
    }

    /** A client whose static key is of low order, written by hand: {@link IkInitiator} has no way to send that. */
    @Test
    void initiatorKeyOfLowOrderIsRefused() throws HandshakeFailedException {
        KeyPair25519 ephemeral = KeyPair25519.of(Handshake.key(3));
        byte[] e = ephemeral.publicKey().toByteArray();
        SymmetricState state = SymmetricState.ik(Handshake.PROLOGUE, Handshake.SERVER.publicKey());
        state.mixHash(e);
        state.mixKey(ephemeral.agree(Handshake.SERVER.publicKey()));
        byte[] s = state.encryptAndHash(new byte[PublicKey25519.BYTES]);
        state.mixKey(new byte[32]);
        byte[] message1 = IkMessages.join(e, s, state.encryptAndHash(Handshake.PAYLOAD_1));
        assertThatExceptionOfType(HandshakeFailedException.class)
                .isThrownBy(() -> responder().readMessage1(message1))
                .withMessageContaining("low order");
    }
}
