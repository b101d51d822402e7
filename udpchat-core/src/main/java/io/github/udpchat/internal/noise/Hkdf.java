package io.github.udpchat.internal.noise;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Two keys made from a chaining key and what it is to be mixed with: {@code HKDF} of section 4.3 with two outputs. Only
 * patterns with pre-shared keys need the third.
 *
 * @param first  32 bytes
 * @param second 32 bytes
 */
record Hkdf(byte[] first, byte[] second) {

    private static final String ALGORITHM = "HmacSHA256";

    static Hkdf of(byte[] chainingKey, byte[] input) {
        try {
            Mac hmac = Mac.getInstance(ALGORITHM);
            hmac.init(new SecretKeySpec(chainingKey, ALGORITHM));
            byte[] temporary = hmac.doFinal(input);
            hmac.init(new SecretKeySpec(temporary, ALGORITHM));
            Arrays.fill(temporary, (byte) 0);
            byte[] first = hmac.doFinal(new byte[] {1});
            hmac.update(first);
            return new Hkdf(first, hmac.doFinal(new byte[] {2}));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC-SHA-256", e);
        }
    }

    /** {@return no key, so that it may be logged} */
    @Override
    public String toString() {
        return "Hkdf";
    }
}
