package io.github.udpchat.internal.session;

import java.util.Arrays;

import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of one direction in one key phase, with the packet key that follows from it: PROTOCOL.md, section 2.3. Owned by
 * one {@link PacketSealer} or {@link PacketOpener}.
 */
final class TrafficSecret {

    private final byte[] secret;
    private final SecretKeySpec packetKey;

    /** A secret of 32 bytes; the array is taken over. */
    TrafficSecret(byte[] secret) {
        this.secret = secret;
        byte[] key = Hmac.derive(secret, "udpchat/1 packet key");
        this.packetKey = new SecretKeySpec(key, "AES");
        Arrays.fill(key, (byte) 0);
    }

    SecretKeySpec packetKey() {
        return packetKey;
    }

    /** {@return the secret of the next key phase; nobody can come from there back to this one} */
    TrafficSecret next() {
        return new TrafficSecret(Hmac.derive(secret, "udpchat/1 next secret"));
    }

    /** Zeroes the secret, so that the next phase can't be derived from this object any more; the key object is the JDK's. */
    void clear() {
        Arrays.fill(secret, (byte) 0);
    }

    /** {@return no secret, so that it may be logged} */
    @Override
    public String toString() {
        return "TrafficSecret";
    }
}
