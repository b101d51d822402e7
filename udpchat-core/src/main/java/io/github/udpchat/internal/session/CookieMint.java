package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.Cookie;
import io.github.udpchat.internal.wire.HelloPacket;
import io.github.udpchat.internal.wire.Token16;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the cookies of one server: PROTOCOL.md, section 2.5. Owns the cookie keys, which nobody else ever sees; its
 * memory does not grow with the cookies made.
 */
final class CookieMint {

    /** So long a key makes cookies; then it checks them for as long again. */
    static final Duration KEY_LIFE = Duration.ofSeconds(60);

    /** An older cookie is no good: COOKIE_EXPIRED. */
    static final Duration COOKIE_LIFE = Duration.ofSeconds(10);

    private static final byte[] LABEL = "udpchat/1 cookie".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_BYTES = 32;
    private static final int INPUT_BYTES = LABEL.length + Short.BYTES + Long.BYTES + AddressKey.BYTES + Token16.BYTES
            + Integer.BYTES;

    private final Entropy entropy;
    private Key current;
    private @Nullable Key previous;
    private long renewAt = KEY_LIFE.toNanos();

    private record Key(int id, Hmac hmac) {}

    CookieMint(Entropy entropy) {
        this.entropy = entropy;
        this.current = new Key(0, new Hmac(entropy.bytes(KEY_BYTES)));
    }

    /** {@return a cookie for an address, an application and a nonce} */
    Cookie make(long now, AddressKey address, long applicationId, Token16 nonce) {
        renew(now);
        int time = millis(now);
        return new Cookie(current.id(), time, mac(current, address, applicationId, nonce, time));
    }

    private void renew(long now) {
        if (now >= renewAt) {
            boolean longUnused = now - renewAt >= KEY_LIFE.toNanos();
            previous = longUnused ? null : current;
            current = new Key(current.id() + 1 & 0xFF, new Hmac(entropy.bytes(KEY_BYTES)));
            renewAt = now + KEY_LIFE.toNanos();
        }
    }

    private static int millis(long now) {
        return (int) TimeUnit.NANOSECONDS.toMillis(now);
    }

    private static Token16 mac(Key key, AddressKey address, long applicationId, Token16 nonce, int time) {
        ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
        input.put(LABEL).putShort((short) HelloPacket.VERSION).putLong(applicationId);
        address.writeTo(input);
        nonce.writeTo(input);
        input.putInt(time);
        return Token16.startOf(key.hmac().of(input.array()));
    }

    /** {@return whether a cookie is too old, or of a key that is no longer kept; costs nothing} */
    boolean isExpired(long now, Cookie cookie) {
        renew(now);
        long age = Integer.toUnsignedLong(millis(now) - cookie.time());
        return key(cookie) == null || age > COOKIE_LIFE.toMillis();
    }

    private @Nullable Key key(Cookie cookie) {
        if (cookie.keyId() == current.id()) {
            return current;
        }
        return previous != null && cookie.keyId() == previous.id() ? previous : null;
    }

    /** {@return whether this mint made a cookie for that address, application and nonce} */
    boolean isMine(Cookie cookie, AddressKey address, long applicationId, Token16 nonce) {
        Key key = key(cookie);
        return key != null && mac(key, address, applicationId, nonce, cookie.time()).matches(cookie.mac());
    }
}
