package io.github.udpchat.internal.noise;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;

import javax.crypto.KeyAgreement;

/**
 * A private key of X25519 and the public key that belongs to it. A static pair may be used from several threads.
 *
 * <p>An ephemeral pair is zeroed after use, but that is no promise about memory: the JDK's own key objects hold copies until
 * they are collected, and the collector may have moved ours before.
 */
public final class KeyPair25519 {

    /** How many bytes a private key has; other lengths are refused. All values are good, since X25519 clamps them. */
    public static final int PRIVATE_KEY_BYTES = 32;

    private static final String ALGORITHM = "X25519";

    /** RFC 7748 section 4.1: u = 9. */
    private static final PublicKey25519 BASE_POINT = basePoint();

    private final byte[] privateKey;
    private final PublicKey25519 publicKey;

    private KeyPair25519(byte[] privateKey, PublicKey25519 publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * The pair of a private key, which is copied: the caller may zero its own. Costs one multiplication.
     *
     * @throws IllegalArgumentException if these are not 32 bytes
     */
    public static KeyPair25519 of(byte[] privateKey) {
        if (privateKey.length != PRIVATE_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a private key has " + PRIVATE_KEY_BYTES + " bytes, not " + privateKey.length);
        }
        byte[] copy = privateKey.clone();
        try {
            return new KeyPair25519(copy, PublicKey25519.of(multiply(copy, BASE_POINT)));
        } catch (HandshakeFailedException e) {
            throw new AssertionError("the base point is not of low order", e);
        }
    }

    private static PublicKey25519 basePoint() {
        byte[] nine = new byte[PublicKey25519.BYTES];
        nine[0] = 9;
        return PublicKey25519.of(nine);
    }

    /** {@return the public key} */
    public PublicKey25519 publicKey() {
        return publicKey;
    }

    /**
     * The secret that only the holders of the two private keys can compute: {@code DH} of section 4.1.
     *
     * @throws HandshakeFailedException if the peer's key is a point of low order. Then the secret would be zero whatever our
     *                                  key is, and no secret; section 12.1 lets an implementation refuse it
     */
    public byte[] agree(PublicKey25519 peer) throws HandshakeFailedException {
        return multiply(privateKey, peer);
    }

    private static byte[] multiply(byte[] scalar, PublicKey25519 point) throws HandshakeFailedException {
        try {
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            PrivateKey jdkScalar = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
            PublicKey jdkPoint = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, point.u()));
            KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
            agreement.init(jdkScalar);
            takePoint(agreement, jdkPoint);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("X25519 is in every JDK; a runtime image of Java 21 needs jdk.crypto.ec for it",
                    e);
        }
    }

    /** Apart from the rest, since here the JDK tells of a point of low order, and of nothing else. */
    private static void takePoint(KeyAgreement agreement, PublicKey point) throws HandshakeFailedException {
        try {
            agreement.doPhase(point, true);
        } catch (InvalidKeyException e) {
            throw new HandshakeFailedException("the peer's public key is a point of low order");
        }
    }

    /** Zeroes the private key; the pair must not be used any more. */
    void clear() {
        Arrays.fill(privateKey, (byte) 0);
    }

    /** {@return the public key; never the private one, so that it may be logged} */
    @Override
    public String toString() {
        return "KeyPair25519[publicKey=" + publicKey + "]";
    }
}
