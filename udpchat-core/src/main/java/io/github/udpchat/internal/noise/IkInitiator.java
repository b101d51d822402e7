package io.github.udpchat.internal.noise;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The initiator's side of one handshake, which knows the responder's static key beforehand: pattern IK of section 7.5.
 * Owned by whoever made it; not safe for several threads. {@link #writeMessage1}, {@link #readMessage2} and {@link #split}
 * are called once each, in this order.
 *
 * <pre>
 *   &lt;- s
 *   ...
 *   -&gt; e, es, s, ss
 *   &lt;- e, ee, se
 * </pre>
 */
public final class IkInitiator {

    private final KeyPair25519 own;
    private final PublicKey25519 responder;
    private SymmetricState state;
    private @Nullable KeyPair25519 ephemeral;
    private Step due = Step.MESSAGE_1;

    /** A handshake with the holder of a static key; the prologue is what both sides must have seen alike before. */
    public IkInitiator(byte[] prologue, KeyPair25519 own, PublicKey25519 responder) {
        this.own = own;
        this.responder = responder;
        this.state = SymmetricState.ik(prologue, responder);
    }

    /**
     * Writes the first message. Its payload is secret from all but the responder, but it can be replayed, and can be read by
     * whoever learns the responder's static private key later (section 7.7).
     *
     * @param ephemeralPrivateKey 32 bytes from a secure random generator, used for nothing else; they are copied
     * @return a message {@link IkMessages#MESSAGE_1_OVERHEAD_BYTES} longer than the payload
     * @throws HandshakeFailedException if the responder's key is a point of low order
     * @throws IllegalArgumentException if the message would be longer than {@link IkMessages#MAX_BYTES}
     */
    public byte[] writeMessage1(byte[] ephemeralPrivateKey, byte[] payload) throws HandshakeFailedException {
        IkMessages.requireFits(payload, IkMessages.MESSAGE_1_OVERHEAD_BYTES);
        due = due.begin(Step.MESSAGE_1);
        ephemeral = KeyPair25519.of(ephemeralPrivateKey);
        byte[] e = ephemeral.publicKey().toByteArray();
        state.mixHash(e);
        state.mixKey(ephemeral.agree(responder));
        byte[] s = state.encryptAndHash(own.publicKey().toByteArray());
        state.mixKey(own.agree(responder));
        byte[] message = IkMessages.join(e, s, state.encryptAndHash(payload));
        due = Step.MESSAGE_2;
        return message;
    }

    /** Makes something of the payload of an answer, or fails. */
    @FunctionalInterface
    public interface PayloadReader<T> {

        /** {@return what the payload means} */
        T read(byte[] payload) throws HandshakeFailedException;
    }

    /** {@return the payload of the answer, of any form} */
    public byte[] readMessage2(byte[] message) throws HandshakeFailedException {
        return readMessage2(message, payload -> payload);
    }

    /**
     * Reads the answer:
     * <ol>
     * <li>the responder's ephemeral key, 32 bytes,
     * <li>its payload, encrypted, the rest and at least 16 bytes,
     * <li>what the payload means.
     * </ol>
     * A failure leaves everything as it was before, so that the genuine answer can still be read: anybody who has seen message
     * 1 can be faster with a forged one. Each costs two multiplications; how many are tried is for the caller to say.
     *
     * @return what the reader made of the payload
     */
    public <T> T readMessage2(byte[] message, PayloadReader<T> reader) throws HandshakeFailedException {
        due.require(Step.MESSAGE_2);
        KeyPair25519 mine = Objects.requireNonNull(ephemeral);
        IkMessages.requireLength(message, IkMessages.MESSAGE_2_OVERHEAD_BYTES);
        PublicKey25519 theirs = IkMessages.ephemeral(message);
        SymmetricState next = state.copy();
        next.mixHash(theirs.toByteArray());
        next.mixKey(mine.agree(theirs));
        next.mixKey(own.agree(theirs));
        T payload = reader.read(
                next.decryptAndHash(Arrays.copyOfRange(message, PublicKey25519.BYTES, message.length)));
        state.clear();
        mine.clear();
        state = next;
        due = Step.SPLIT;
        return payload;
    }

    /** {@return the keys, once} */
    public TransportKeys split() {
        due = due.begin(Step.SPLIT);
        return state.split();
    }
}
