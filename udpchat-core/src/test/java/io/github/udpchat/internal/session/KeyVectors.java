package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.session.VectorFile.Section;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Cookie;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.Token16;

/** What follows from secrets: PROTOCOL.md, sections 2.3 to 2.5. */
final class KeyVectors {

    private static final String NEXT_SECRET = "udpchat/1 next secret";
    private static final int NUMBERS_OF_KEYS = 256;

    private final VectorFile vectors;

    KeyVectors(VectorFile vectors) {
        this.vectors = vectors;
    }

    void application(Section s) {
        assertThat(ApplicationId.of(s.text("name"))).isEqualTo(s.buffer("id").getLong());
    }

    void identity(Section s) {
        byte[] secret = s.bytes("identity");
        assertThat(Hmac.derive(secret, "udpchat/1 static key")).isEqualTo(s.bytes("static-private"));
        assertThat(new IdentitySecret(secret).staticKeys().publicKey().toByteArray())
                .isEqualTo(s.bytes("static-public"));
        if (s.has("reset-key")) {
            assertThat(Hmac.derive(secret, "udpchat/1 reset key")).isEqualTo(s.bytes("reset-key"));
        }
    }

    void limits(Section s) {
        Limits limits = new Limits((int) s.number("longest-message"), (int) s.number("session-credit"),
                (int) s.number("channel-credit"), (int) s.number("idle-timeout"));
        assertThat(s.number("capabilities")).isZero();
        assertThat(limits.bytes()).isEqualTo(s.bytes("bytes"));
        assertThat(Limits.read(s.buffer("bytes"))).isEqualTo(limits);
    }

    void cookie(Section s) throws UnknownHostException {
        long now = TimeUnit.MILLISECONDS.toNanos(s.number("time"));
        long application = s.buffer("application").getLong();
        Token16 nonce = Token16.startOf(s.bytes("nonce"));
        AddressKey address = new AddressKeys(1).of(address(s));
        CookieMint mint = mint((int) s.number("key-id"), s.bytes("key"), now);
        Cookie cookie = new Cookie((int) s.number("key-id"), (int) s.number("time"),
                Token16.startOf(s.bytes("cookie")));
        assertThat(mint.make(now, address, application, nonce)).isEqualTo(cookie);
        assertThat(mint.isExpired(now, cookie)).isFalse();
        assertThat(mint.isMine(cookie, address, application, nonce)).isTrue();
    }

    /** A mint that has renewed its key so often that the current one has that number, the last time just now. */
    private static CookieMint mint(int keyId, byte[] key, long now) {
        ScriptedEntropy entropy = new ScriptedEntropy();
        int renewals = NUMBERS_OF_KEYS + keyId;
        for (int earlier = 0; earlier < renewals; earlier++) {
            entropy.then(new byte[key.length]);
        }
        CookieMint mint = new CookieMint(entropy.then(key));
        for (int renewal = renewals - 1; renewal >= 0; renewal--) {
            mint.make(now - renewal * CookieMint.KEY_LIFE.toNanos(), new AddressKeys(1).of(new InetSocketAddress(1)), 0,
                    new Token16(0, 0));
        }
        return mint;
    }

    /** {@return the address that a section tells in 16 bytes, with its scope and port} */
    static InetSocketAddress address(Section s) throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(s.bytes("address"));
        int scope = (int) s.number("scope");
        return new InetSocketAddress(
                scope == 0 ? address : Inet6Address.getByAddress(null, address.getAddress(), scope),
                (int) s.number("port"));
    }

    /** One key phase of one side. */
    void keys(Section s) {
        byte[] secret = vectors.section("handshake").bytes(s.part(1) + "-secret");
        TrafficSecret phase = new TrafficSecret(secret.clone());
        for (int phases = Integer.parseInt(s.part(2)); phases > 0; phases--) {
            secret = Hmac.derive(secret, NEXT_SECRET);
            phase = phase.next();
        }
        assertThat(secret).isEqualTo(s.bytes("secret"));
        assertThat(phase.packetKey().getEncoded()).isEqualTo(s.bytes("packet-key"));
    }

    /** {@return a copy of what a buffer holds} */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
