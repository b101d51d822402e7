package io.github.udpchat.internal.noise;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What both sides of a handshake know in common so far: {@code SymmetricState} of section 5.2. Owned by one
 * {@link IkInitiator} or {@link IkResponder}.
 */
final class SymmetricState {

    /** 28 bytes, and so not hashed but padded with zeros to 32. */
    private static final String PROTOCOL_NAME = "Noise_IK_25519_AESGCM_SHA256";
    private static final int HASH_BYTES = 32;

    private byte[] hash;
    private byte[] chainingKey;
    /** Null before the first agreement; IK encrypts nothing until then. */
    private @Nullable CipherState cipher;

    private SymmetricState(byte[] hash, byte[] chainingKey) {
        this.hash = hash;
        this.chainingKey = chainingKey;
    }

    /** Section 5.3, {@code Initialize}: name and prologue, and as IK's only pre-message the responder's static key. */
    static SymmetricState ik(byte[] prologue, PublicKey25519 responder) {
        byte[] name = Arrays.copyOf(PROTOCOL_NAME.getBytes(StandardCharsets.US_ASCII), HASH_BYTES);
        SymmetricState state = new SymmetricState(name, name.clone());
        state.mixHash(prologue);
        state.mixHash(responder.toByteArray());
        return state;
    }

    /** A state that goes on from here by itself. Only before a message: then no key waits to be used. */
    SymmetricState copy() {
        return new SymmetricState(hash.clone(), chainingKey.clone());
    }

    void mixHash(byte[] data) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(hash);
            hash = sha256.digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Mixes in an agreed secret, which is zeroed. */
    void mixKey(byte[] secret) {
        Hkdf keys = Hkdf.of(chainingKey, secret);
        Arrays.fill(secret, (byte) 0);
        clear();
        chainingKey = keys.first();
        cipher = new CipherState(keys.second());
    }

    byte[] encryptAndHash(byte[] plaintext) {
        byte[] ciphertext = cipher().encrypt(hash, plaintext);
        mixHash(ciphertext);
        return ciphertext;
    }

    /** Decrypts; a state that failed here is good for nothing more. */
    byte[] decryptAndHash(byte[] ciphertext) throws HandshakeFailedException {
        byte[] plaintext = cipher().decrypt(hash, ciphertext);
        mixHash(ciphertext);
        return plaintext;
    }

    private CipherState cipher() {
        if (cipher == null) {
            throw new AssertionError("nothing is encrypted before the first agreement");
        }
        return cipher;
    }

    /** Ends the handshake: its keys are zeroed. */
    TransportKeys split() {
        Hkdf keys = Hkdf.of(chainingKey, new byte[0]);
        clear();
        return new TransportKeys(keys.first(), keys.second(), hash);
    }

    /** Zeroes the keys, as far as they are ours: see {@link KeyPair25519}. */
    void clear() {
        Arrays.fill(chainingKey, (byte) 0);
        if (cipher != null) {
            cipher.clear();
        }
    }
}
