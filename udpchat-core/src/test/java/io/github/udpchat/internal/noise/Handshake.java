package io.github.udpchat.internal.noise;

import java.nio.charset.StandardCharsets;

/** Both sides of one handshake with fixed keys, for tests to go as far as they like. */
final class Handshake {

    static final byte[] PROLOGUE = bytes("udpchat");
    static final byte[] PAYLOAD_1 = bytes("what I can do");
    static final byte[] PAYLOAD_2 = bytes("what you may do");
    static final KeyPair25519 CLIENT = KeyPair25519.of(key(1));
    static final KeyPair25519 SERVER = KeyPair25519.of(key(2));

    final IkInitiator initiator = new IkInitiator(PROLOGUE, CLIENT, SERVER.publicKey());
    final IkResponder responder = new IkResponder(PROLOGUE, SERVER);

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] key(int number) {
        byte[] key = new byte[32];
        key[31] = (byte) number;
        key[1] = (byte) number;
        return key;
    }

    byte[] writeMessage1() throws HandshakeFailedException {
        return initiator.writeMessage1(key(3), PAYLOAD_1);
    }

    /** The answer to message 1 as it was written. */
    byte[] writeMessage2() throws HandshakeFailedException {
        responder.readMessage1(writeMessage1());
        return responder.writeMessage2(key(4), PAYLOAD_2);
    }
}
