package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.noise.KeyPair25519;
import io.github.udpchat.internal.wire.Token16;

/**
 * The secret from which the keys of a server or client follow: PROTOCOL.md, section 2.3. Immutable, safe for several
 * threads.
 */
public final class IdentitySecret {

    /** How many bytes it has. */
    public static final int BYTES = 32;

    private final KeyPair25519 staticKeys;
    private final byte[] resetKey;

    /**
     * The keys of a secret, which is not kept.
     *
     * @param secret 32 bytes from a secure random generator
     */
    public IdentitySecret(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("an identity has " + BYTES + " bytes, had " + secret.length);
        }
        this.staticKeys = KeyPair25519.of(Hmac.derive(secret, "udpchat/1 static key"));
        this.resetKey = Hmac.derive(secret, "udpchat/1 reset key");
    }

    /** {@return the public key by which others know it, 32 bytes} */
    public byte[] publicKey() {
        return staticKeys.publicKey().toByteArray();
    }

    /** {@return the static keys of its handshakes} */
    KeyPair25519 staticKeys() {
        return staticKeys;
    }

    /** {@return what proves to a session's client that the server does not know the session any more} */
    Token16 resetToken(long sessionId) {
        return Token16.startOf(new Hmac(resetKey).of(ByteBuffer.allocate(Long.BYTES).putLong(sessionId).array()));
    }

    /** {@return the public key; never the secret, so that it may be logged} */
    @Override
    public String toString() {
        return staticKeys.publicKey().toString();
    }
}
