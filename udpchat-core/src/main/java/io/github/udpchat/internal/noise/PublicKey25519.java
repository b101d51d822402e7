package io.github.udpchat.internal.noise;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public key of X25519: any 32 bytes (RFC 7748 section 5). Compares by these bytes, as Noise hashes them; a few points
 * have several forms, and so whoever holds the private key of one has several public keys.
 */
public final class PublicKey25519 {

    /** How many bytes a key has; other lengths are refused. */
    public static final int BYTES = 32;

    /** RFC 7748 section 4.1: 2^255 - 19. */
    private static final BigInteger P = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));

    private final byte[] bytes;

    private PublicKey25519(byte[] owned) {
        this.bytes = owned;
    }

    /**
     * A key with a copy of these bytes.
     *
     * @throws IllegalArgumentException if they are not 32
     */
    public static PublicKey25519 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a public key has " + BYTES + " bytes, not " + bytes.length);
        }
        return new PublicKey25519(bytes.clone());
    }

    /** {@return a new array with a copy of the bytes} */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** {@return whether this is the only form of its point: the highest bit is not set, and the number is below p} */
    public boolean isCanonical() {
        return bytes[BYTES - 1] >= 0 && u().compareTo(P) < 0;
    }

    /** The u coordinate: little-endian, its highest bit ignored. Values of p and more are for the JDK to reduce. */
    BigInteger u() {
        byte[] bigEndian = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            bigEndian[i] = bytes[BYTES - 1 - i];
        }
        bigEndian[0] &= 0x7F;
        return new BigInteger(1, bigEndian);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicKey25519 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the bytes in hexadecimal} */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
