package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Keeps applications apart: PROTOCOL.md, section 2.3. */
public final class ApplicationId {

    /** The application that an endpoint belongs to unless told otherwise. */
    public static final String DEFAULT_NAME = "udpchat";

    private ApplicationId() {}

    /** {@return the id of an application's name} */
    public static long of(String name) {
        return ByteBuffer.wrap(sha256(name.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    /** {@return the SHA-256 of some data} */
    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
