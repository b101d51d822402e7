package io.github.udpchat.internal.noise;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key of AES-256-GCM and how often it was used: {@code CipherState} of section 5.1. Owned by one {@link SymmetricState}.
 * In IK each key of the handshake is used once, so that the counter cannot run out.
 */
final class CipherState {

    /** How many bytes longer than its plaintext a ciphertext is. */
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private final byte[] key;
    private long nonce;

    /** Takes the array for its own. */
    CipherState(byte[] key) {
        this.key = key;
    }

    byte[] encrypt(byte[] associatedData, byte[] plaintext) {
        try {
            return apply(Cipher.ENCRYPT_MODE, associatedData, plaintext);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    /** Decrypts; what fails does not count as a use of the key. */
    byte[] decrypt(byte[] associatedData, byte[] ciphertext) throws HandshakeFailedException {
        if (ciphertext.length < TAG_BYTES) {
            throw new HandshakeFailedException("a ciphertext of " + ciphertext.length + " bytes has no tag");
        }
        try {
            return apply(Cipher.DECRYPT_MODE, associatedData, ciphertext);
        } catch (AEADBadTagException e) {
            throw new HandshakeFailedException("the tag does not fit");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    private byte[] apply(int mode, byte[] associatedData, byte[] input) throws GeneralSecurityException {
        Cipher aesGcm = Cipher.getInstance("AES/GCM/NoPadding");
        aesGcm.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonceBytes()));
        aesGcm.updateAAD(associatedData);
        byte[] output = aesGcm.doFinal(input);
        nonce++;
        return output;
    }

    /** Section 12.4: four zero bytes, then the counter, big-endian. */
    private byte[] nonceBytes() {
        return ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(nonce).array();
    }

    /** Zeroes the key; the state must not be used any more. */
    void clear() {
        Arrays.fill(key, (byte) 0);
    }
}
