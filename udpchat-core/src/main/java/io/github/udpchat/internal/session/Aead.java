package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

import io.github.udpchat.internal.wire.DataPacket;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens packets with AES-256-GCM: PROTOCOL.md, section 2.6. One cipher object serves all sessions of an endpoint,
 * because each would take more memory than the rest of an idle session. Owned by the endpoint, used under its lock.
 */
final class Aead {

    private static final int NONCE_BYTES = 12;

    private final Cipher cipher;
    private final byte[] nonce = new byte[NONCE_BYTES];

    Aead() {
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES-GCM", e);
        }
    }

    /** Puts frames behind a header, sealed. {@code out} moves behind the tag; it must not share memory with the frames. */
    void seal(SecretKeySpec key, long number, ByteBuffer header, ByteBuffer frames, ByteBuffer out) {
        try {
            begin(Cipher.ENCRYPT_MODE, key, number, header);
            cipher.doFinal(frames, out);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("sealing can't fail", e);
        }
    }

    /** Opens what stands behind a header; returns whether it is authentic, and only then is {@code out} filled. */
    boolean open(SecretKeySpec key, long number, ByteBuffer header, ByteBuffer sealed, ByteBuffer out) {
        try {
            begin(Cipher.DECRYPT_MODE, key, number, header);
            cipher.doFinal(sealed, out);
            return true;
        } catch (AEADBadTagException forged) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("opening fails only for the tag", e);
        }
    }

    private void begin(int mode, SecretKeySpec key, long number, ByteBuffer header) throws GeneralSecurityException {
        ByteBuffer.wrap(nonce).putInt(0).putLong(number);
        cipher.init(mode, key, new GCMParameterSpec(DataPacket.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(header);
    }
}
