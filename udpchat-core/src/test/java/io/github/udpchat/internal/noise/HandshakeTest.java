package io.github.udpchat.internal.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    private final Handshake handshake = new Handshake();
    private final IkInitiator initiator = handshake.initiator;
    private final IkResponder responder = handshake.responder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 1_000})
    void bothSidesEndWithTheSameKeys(int payloadBytes) throws HandshakeFailedException {
        byte[] payload = new byte[payloadBytes];
        byte[] message1 = initiator.writeMessage1(Handshake.key(3), payload);
        assertThat(message1).hasSize(96 + payloadBytes);
        assertThat(responder.readMessage1(message1)).isEqualTo(payload);
        assertThat(responder.initiator()).isEqualTo(Handshake.CLIENT.publicKey());
        byte[] message2 = responder.writeMessage2(Handshake.key(4), payload);
        assertThat(message2).hasSize(48 + payloadBytes);
        assertThat(initiator.readMessage2(message2)).isEqualTo(payload);

        TransportKeys atInitiator = initiator.split();
        TransportKeys atResponder = responder.split();
        assertThat(atInitiator).usingRecursiveComparison().isEqualTo(atResponder);
        assertThat(atInitiator.initiatorToResponder()).hasSize(32).isNotEqualTo(atInitiator.responderToInitiator());
        assertThat(atInitiator.responderToInitiator()).hasSize(32);
        assertThat(atInitiator.handshakeHash()).hasSize(32);
    }

    @Test
    void callersArraysStayAsTheyWere() throws HandshakeFailedException {
        byte[] ephemeral = Handshake.key(3);
        byte[] payload = Handshake.PAYLOAD_1.clone();
        byte[] message1 = initiator.writeMessage1(ephemeral, payload);
        byte[] sent = message1.clone();
        responder.readMessage1(message1);
        initiator.readMessage2(responder.writeMessage2(Handshake.key(4), payload));
        assertThat(ephemeral).isEqualTo(Handshake.key(3));
        assertThat(payload).isEqualTo(Handshake.PAYLOAD_1);
        assertThat(message1).isEqualTo(sent);
    }

    @Test
    void staticKeysOutliveTheHandshake() throws HandshakeFailedException {
        byte[] before = Handshake.CLIENT.agree(Handshake.SERVER.publicKey());
        initiator.readMessage2(handshake.writeMessage2());
        initiator.split();
        responder.split();
        assertThat(Handshake.CLIENT.agree(Handshake.SERVER.publicKey())).isEqualTo(before);
        assertThat(Handshake.SERVER.agree(Handshake.CLIENT.publicKey())).isEqualTo(before);
    }

    @Test
    void initiatorTakesItsStepsInOrderAndOnce() throws HandshakeFailedException {
        assertThatIllegalStateException().isThrownBy(() -> initiator.readMessage2(new byte[48]));
        assertThatIllegalStateException().isThrownBy(initiator::split);
        byte[] message2 = handshake.writeMessage2();
        assertThatIllegalStateException().isThrownBy(handshake::writeMessage1);
        assertThatIllegalStateException().isThrownBy(initiator::split);
        initiator.readMessage2(message2);
        assertThatIllegalStateException().isThrownBy(() -> initiator.readMessage2(message2));
        initiator.split();
        assertThatIllegalStateException().isThrownBy(initiator::split)
                .withMessage("due is ENDED, not SPLIT");
    }

    @Test
    void responderTakesItsStepsInOrderAndOnce() throws HandshakeFailedException {
        byte[] message1 = handshake.writeMessage1();
        assertThatIllegalStateException().isThrownBy(responder::initiator);
        assertThatIllegalStateException().isThrownBy(() -> responder.writeMessage2(Handshake.key(4), message1));
        assertThatIllegalStateException().isThrownBy(responder::split);
        responder.readMessage1(message1);
        assertThatIllegalStateException().isThrownBy(() -> responder.readMessage1(message1));
        assertThatIllegalStateException().isThrownBy(responder::split);
    }

    @Test
    void longestMessageIsThatOfNoise() throws HandshakeFailedException {
        byte[] tooLong = new byte[IkMessages.MAX_BYTES - 96 + 1];
        assertThatIllegalArgumentException().isThrownBy(() -> initiator.writeMessage1(Handshake.key(3), tooLong));
        byte[] longest = initiator.writeMessage1(Handshake.key(3), new byte[tooLong.length - 1]);
        assertThat(longest).hasSize(65_535);
        assertThat(responder.readMessage1(longest)).hasSize(tooLong.length - 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> responder.writeMessage2(Handshake.key(4), new byte[IkMessages.MAX_BYTES - 47]));
    }

    @Test
    void keysAreNeverShown() throws HandshakeFailedException {
        initiator.readMessage2(handshake.writeMessage2());
        assertThat(initiator.split()).hasToString("TransportKeys");
    }
}
