package io.github.udpchat.internal.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) under one key. Not safe for several threads; owned by whoever made it. */
final class Hmac {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** With a key, which is copied. */
    Hmac(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC-SHA-256", e);
        }
    }

    /** {@return the 32 bytes for some data} */
    byte[] of(byte[] data) {
        return mac.doFinal(data);
    }

    /** {@return the 32 bytes for an ASCII label: how PROTOCOL.md, section 2.3 makes one key of another} */
    static byte[] derive(byte[] key, String label) {
        return new Hmac(key).of(label.getBytes(StandardCharsets.US_ASCII));
    }
}
