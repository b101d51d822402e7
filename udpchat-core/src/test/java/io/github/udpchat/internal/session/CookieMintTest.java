package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.SplittableRandom;

import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.internal.wire.Cookie;
import io.github.udpchat.internal.wire.Token16;
import org.junit.jupiter.api.Test;

/** Cookies: PROTOCOL.md, section 2.5. */
class CookieMintTest {

    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000 * MILLISECOND;
    private static final long APPLICATION = 7;

    private final AddressKeys keys = new AddressKeys(3);
    private final AddressKey ana = keys.of(new InetSocketAddress("192.0.2.1", 4000));
    private final Token16 nonce = new Token16(1, 2);
    private final CookieMint mint = new CookieMint(new SplittableRandom(4)::nextBytes);

    private boolean isGood(long now, Cookie cookie) {
        return !mint.isExpired(now, cookie) && mint.isMine(cookie, ana, APPLICATION, nonce);
    }

    @Test
    void aCookieIsGoodForTenSecondsAndNotAMillisecondLonger() {
        Cookie cookie = mint.make(SECOND, ana, APPLICATION, nonce);
        assertThat(isGood(SECOND, cookie)).isTrue();
        assertThat(isGood(11 * SECOND, cookie)).isTrue();
        assertThat(isGood(11 * SECOND + MILLISECOND, cookie)).isFalse();
    }

    @Test
    void aCookieIsForItsAddressPortApplicationAndNonceAlone() {
        Cookie cookie = mint.make(0, ana, APPLICATION, nonce);
        AddressKey otherHost = keys.of(new InetSocketAddress("192.0.2.2", 4000));
        AddressKey otherPort = keys.of(new InetSocketAddress("192.0.2.1", 4001));
        assertThat(mint.isMine(cookie, otherHost, APPLICATION, nonce)).isFalse();
        assertThat(mint.isMine(cookie, otherPort, APPLICATION, nonce)).isFalse();
        assertThat(mint.isMine(cookie, ana, APPLICATION + 1, nonce)).isFalse();
        assertThat(mint.isMine(cookie, ana, APPLICATION, new Token16(1, 3))).isFalse();
        assertThat(mint.isMine(cookie, ana, APPLICATION, nonce)).isTrue();
    }

    @Test
    void timeAndKeyAndBytesOfACookieCantBeChanged() {
        Cookie cookie = mint.make(0, ana, APPLICATION, nonce);
        Cookie younger = new Cookie(cookie.keyId(), cookie.time() + 1, cookie.mac());
        Cookie other = new Cookie(cookie.keyId(), cookie.time(),
                new Token16(cookie.mac().high(), cookie.mac().low() ^ 1));
        assertThat(mint.isMine(younger, ana, APPLICATION, nonce)).isFalse();
        assertThat(mint.isMine(other, ana, APPLICATION, nonce)).isFalse();
    }

    @Test
    void anotherMintsCookiesMeanNothing() {
        CookieMint other = new CookieMint(new SplittableRandom(5)::nextBytes);
        assertThat(isGood(0, other.make(0, ana, APPLICATION, nonce))).isFalse();
    }

    @Test
    void aCookieOfThePreviousKeyIsGoodUntilItIsOld() {
        Cookie before = mint.make(59 * SECOND, ana, APPLICATION, nonce);
        Cookie after = mint.make(60 * SECOND, ana, APPLICATION, nonce);
        assertThat(after.keyId()).isEqualTo(before.keyId() + 1);
        assertThat(isGood(69 * SECOND, before)).isTrue();
        assertThat(isGood(69 * SECOND, after)).isTrue();
        assertThat(isGood(69 * SECOND + MILLISECOND, before)).isFalse();
    }

    @Test
    void noKeyButTheLastTwoIsKept() {
        Cookie first = mint.make(0, ana, APPLICATION, nonce);
        mint.make(60 * SECOND, ana, APPLICATION, nonce);
        assertThat(mint.isMine(first, ana, APPLICATION, nonce)).as("the previous key").isTrue();
        mint.make(120 * SECOND, ana, APPLICATION, nonce);
        assertThat(mint.isMine(first, ana, APPLICATION, nonce)).as("the one before").isFalse();
    }

    @Test
    void afterALongPauseNoOldKeyIsGood() {
        Cookie before = mint.make(59 * SECOND, ana, APPLICATION, nonce);
        assertThat(mint.isExpired(120 * SECOND, before)).isTrue();
        assertThat(mint.isMine(before, ana, APPLICATION, nonce)).isFalse();
    }

    @Test
    void theClockOfCookiesMayWrap() {
        long wrap = (1L << 32) * MILLISECOND;
        mint.make(wrap - 30 * SECOND, ana, APPLICATION, nonce);
        Cookie before = mint.make(wrap - SECOND, ana, APPLICATION, nonce);
        assertThat(before.time()).isNegative();
        assertThat(isGood(wrap + 9 * SECOND, before)).isTrue();
        assertThat(isGood(wrap + 9 * SECOND + MILLISECOND, before)).isFalse();
    }

    @Test
    void aCookieWhoseTimeComesRoundAgainIsOfAKeyThatIsGone() {
        Cookie before = mint.make(SECOND, ana, APPLICATION, nonce);
        assertThat(isGood((1L << 32) * MILLISECOND + SECOND, before)).isFalse();
    }

    @Test
    void aCookieFromTheFutureIsTooOld() {
        Cookie cookie = mint.make(5 * SECOND, ana, APPLICATION, nonce);
        assertThat(mint.isExpired(5 * SECOND - MILLISECOND, cookie)).isTrue();
    }

    @Test
    void keyIdsCountModulo256() {
        long now = 0;
        for (int keys = 0; keys < 600; keys++) {
            assertThat(mint.make(now, ana, APPLICATION, nonce).keyId()).isEqualTo(keys % 256);
            now += Duration.ofSeconds(60).toNanos();
        }
    }
}
