package io.github.udpchat.model;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The public key of a server, or of a client that keeps its identity: a static public key of X25519 (RFC 7748). Whoever
 * has it can tell that party from every other. It is no secret. Compares by its bytes.
 *
 * {@snippet :
 * IdentityKey key = server.key().orElseThrow();
 * System.out.println("clients: --key " + key);
 * assert IdentityKey.parse(key.toString()).equals(key);
 * }
 */
public final class IdentityKey {

    /** How many bytes a key has. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private IdentityKey(byte[] owned) {
        this.bytes = owned;
    }

    /**
     * A key with a copy of these bytes.
     *
     * @param bytes 32 bytes
     * @return the key
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static IdentityKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a key has " + BYTES + " bytes, had " + bytes.length);
        }
        return new IdentityKey(bytes.clone());
    }

    /**
     * Reads a key as {@link #toString} writes it.
     *
     * @param hex 64 hexadecimal digits
     * @return the key
     * @throws IllegalArgumentException if it has another form
     */
    public static IdentityKey parse(String hex) {
        Objects.requireNonNull(hex, "hex");
        try {
            return of(HexFormat.of().parseHex(hex.strip()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a key has " + 2 * BYTES + " hexadecimal digits, was \"" + PrintableText.of(hex) + "\"", e);
        }
    }

    /** {@return a new array with a copy of the bytes} */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@return the key as 64 hexadecimal digits, for {@link #parse}} */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
