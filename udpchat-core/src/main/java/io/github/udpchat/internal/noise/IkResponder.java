package io.github.udpchat.internal.noise;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The responder's side of one handshake: pattern IK of section 7.5, drawn at {@link IkInitiator}. Owned by whoever made it;
 * not safe for several threads. {@link #readMessage1}, {@link #writeMessage2} and {@link #split} are called once each, in
 * this order; after a failure, none.
 */
public final class IkResponder {

    private static final int STATIC_BYTES = PublicKey25519.BYTES + CipherState.TAG_BYTES;

    private final KeyPair25519 own;
    private final SymmetricState state;
    private @Nullable PublicKey25519 initiator;
    private @Nullable PublicKey25519 initiatorEphemeral;
    private Step due = Step.MESSAGE_1;

    /** A handshake with anybody; the prologue is what both sides must have seen alike before. */
    public IkResponder(byte[] prologue, KeyPair25519 own) {
        this.own = own;
        this.state = SymmetricState.ik(prologue, own.publicKey());
    }

    /**
     * Reads the first message:
     * <ol>
     * <li>the initiator's ephemeral key, 32 bytes,
     * <li>its static key, encrypted, 48 bytes,
     * <li>its payload, encrypted, the rest and at least 16 bytes.
     * </ol>
     * A message made without our static key costs one multiplication, a good one two. A good one may still be a replay: only
     * what comes under the keys of {@link #split} shows that the initiator is there now.
     *
     * @return the payload
     */
    public byte[] readMessage1(byte[] message) throws HandshakeFailedException {
        due = due.begin(Step.MESSAGE_1);
        IkMessages.requireLength(message, IkMessages.MESSAGE_1_OVERHEAD_BYTES);
        int staticEnd = PublicKey25519.BYTES + STATIC_BYTES;
        PublicKey25519 e = IkMessages.ephemeral(message);
        state.mixHash(e.toByteArray());
        state.mixKey(own.agree(e));
        PublicKey25519 s = PublicKey25519
                .of(state.decryptAndHash(Arrays.copyOfRange(message, PublicKey25519.BYTES, staticEnd)));
        state.mixKey(own.agree(s));
        byte[] payload = state.decryptAndHash(Arrays.copyOfRange(message, staticEnd, message.length));
        initiatorEphemeral = e;
        initiator = s;
        due = Step.MESSAGE_2;
        return payload;
    }

    /**
     * Who the first message says that its sender is.
     *
     * @throws IllegalStateException if no first message was read
     */
    public PublicKey25519 initiator() {
        if (initiator == null) {
            throw new IllegalStateException("no message 1 was read");
        }
        return initiator;
    }

    /**
     * Writes the answer.
     *
     * @param ephemeralPrivateKey 32 bytes from a secure random generator, used for nothing else; they are copied
     * @return a message {@link IkMessages#MESSAGE_2_OVERHEAD_BYTES} longer than the payload
     * @throws IllegalArgumentException if the message would be longer than {@link IkMessages#MAX_BYTES}
     */
    public byte[] writeMessage2(byte[] ephemeralPrivateKey, byte[] payload) {
        IkMessages.requireFits(payload, IkMessages.MESSAGE_2_OVERHEAD_BYTES);
        due = due.begin(Step.MESSAGE_2);
        KeyPair25519 ephemeral = KeyPair25519.of(ephemeralPrivateKey);
        byte[] e = ephemeral.publicKey().toByteArray();
        state.mixHash(e);
        state.mixKey(agree(ephemeral, Objects.requireNonNull(initiatorEphemeral)));
        state.mixKey(agree(ephemeral, Objects.requireNonNull(initiator)));
        ephemeral.clear();
        byte[] message = IkMessages.join(e, state.encryptAndHash(payload));
        due = Step.SPLIT;
        return message;
    }

    /** Cannot fail: whether a point is of low order does not depend on our key, and message 1 was agreed on with both points. */
    private static byte[] agree(KeyPair25519 ephemeral, PublicKey25519 theirs) {
        try {
            return ephemeral.agree(theirs);
        } catch (HandshakeFailedException e) {
            throw new AssertionError("refused by one private key and not by another", e);
        }
    }

    /** {@return the keys, once} */
    public TransportKeys split() {
        due = due.begin(Step.SPLIT);
        return state.split();
    }
}
