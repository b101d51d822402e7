package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.RateLimits;
import org.junit.jupiter.api.Test;

/** What the members of a site may say together: PROTOCOL.md, section 2.15. */
class SitesTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Sites sites = new Sites(RateLimits.defaults(), new AddressKeys(9));

    private Sites.Site enter(String host, int port) {
        return Objects.requireNonNull(sites.enter(new InetSocketAddress(host, port)));
    }

    @Test
    void anIpv4AddressAndAnIpv6NetworkAreOneSiteEachWhateverThePort() {
        assertThat(enter("192.0.2.1", 1)).isSameAs(enter("192.0.2.1", 2)).isNotSameAs(enter("192.0.2.2", 1));
        assertThat(enter("2001:db8:0:1::1", 1)).isSameAs(enter("2001:db8:0:1:ffff::2", 1))
                .isNotSameAs(enter("2001:db8:0:2::1", 1));
        assertThat(sites.size()).isEqualTo(4);
    }

    @Test
    void loopbackIsNoSiteNorIsAnythingWithoutLimits() {
        assertThat(sites.enter(new InetSocketAddress("127.0.0.1", 1))).isNull();
        assertThat(sites.enter(new InetSocketAddress("::1", 1))).isNull();
        assertThat(new Sites(RateLimits.none(), new AddressKeys(9)).enter(new InetSocketAddress("192.0.2.1", 1)))
                .isNull();
        assertThat(sites.size()).isZero();
    }

    @Test
    void aSiteThatOwesNothingIsForgottenWithItsLastSession() {
        Sites.Site site = enter("192.0.2.1", 1);
        enter("192.0.2.1", 2);
        sites.leave(0, site);
        assertThat(sites.size()).isEqualTo(1);
        sites.leave(0, site);
        assertThat(sites.size()).isZero();
        assertThat(sites.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void whereASiteOwesOneSessionASecondBegins() {
        InetSocketAddress here = new InetSocketAddress("192.0.2.1", 3);
        InetSocketAddress elsewhere = new InetSocketAddress("192.0.2.2", 3);
        Sites.Site site = enter("192.0.2.1", 1);
        int burst = RateLimits.defaults().messageBurst() * Sites.SHARE;
        for (int i = 0; i < burst; i++) {
            assertThat(sites.mayBegin(SECOND, here)).isTrue();
            site.allowance().spend(SECOND, 1);
        }
        assertThat(sites.mayBegin(SECOND, here)).as("one").isTrue();
        assertThat(sites.mayBegin(SECOND, here)).isFalse();
        assertThat(site.mayHaveFreshCredit(SECOND)).as("a room is the same").isFalse();
        assertThat(sites.mayBegin(SECOND, elsewhere)).isTrue();
        assertThat(sites.mayBegin(SECOND, new InetSocketAddress("127.0.0.1", 1))).isTrue();
        IntStream.range(0, 400).forEach(i -> site.allowance().spend(SECOND, 1));
        assertThat(sites.mayBegin(2 * SECOND, here)).isTrue();
        assertThat(sites.mayBegin(2 * SECOND, here)).isFalse();
        sites.leave(2 * SECOND, site);
        assertThat(sites.mayBegin(2 * SECOND, here)).as("also when nobody is there").isFalse();
        long paid = 2 * SECOND + Sites.MOST_DEBT.toNanos();
        assertThat(sites.mayBegin(paid, here)).isTrue();
        assertThat(sites.mayBegin(paid, here)).as("nothing is owed any more").isTrue();
    }

    @Test
    void aSiteThatHasSaidSomethingIsRememberedUntilThatIsPaid() {
        Sites.Site site = enter("192.0.2.1", 1);
        for (int i = 0; i < 240; i++) {
            site.allowance().spend(SECOND, 1);
        }
        sites.leave(SECOND, site);
        assertThat(sites.nextDeadline()).isEqualTo(4 * SECOND);
        sites.onTimer(4 * SECOND - 1);
        assertThat(enter("192.0.2.1", 7)).as("who comes again").isSameAs(site);
        assertThat(sites.nextDeadline()).as("it has a session").isEqualTo(Machine.NEVER);
        sites.onTimer(100 * SECOND);
        assertThat(sites.size()).isEqualTo(1);
        site.allowance().spend(100 * SECOND, 1);
        sites.leave(100 * SECOND, site);
        sites.onTimer(101 * SECOND);
        assertThat(sites.size()).isZero();
    }

    @Test
    void ofThoseWithoutASessionTheOneThatHasPaidFirstMakesRoom() {
        for (int i = 0; i <= Sites.MOST_RESTING; i++) {
            Sites.Site site = enter("10.0." + i / 256 + "." + i % 256, 1);
            for (int said = 0; said < (i == 5 ? 1 : 2); said++) {
                site.allowance().spend(0, 1);
            }
            sites.leave(0, site);
        }
        assertThat(sites.size()).isEqualTo(Sites.MOST_RESTING);
        assertThat(sites.nextDeadline()).as("that of the sixth is gone").isEqualTo(SECOND / 40);
    }
}
