package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.AddressKeys;
import org.junit.jupiter.api.Test;

/** The places of those whom nobody has admitted yet: PROTOCOL.md, section 2.2. */
class PlacesTest {

    private final Places places = new Places(new AddressKeys(9));

    private static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    private List<Places.Place> take(int count, String host) {
        List<Places.Place> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            assertThat(places.isFree(at(host, 1000 + i))).as("place %s for %s", i, host).isTrue();
            taken.add(places.take(at(host, 1000 + i)));
        }
        return taken;
    }

    @Test
    void aSiteHasEightPlacesWhateverThePorts() {
        List<Places.Place> taken = take(8, "192.0.2.1");
        assertThat(places.isFree(at("192.0.2.1", 9))).isFalse();
        assertThat(places.isFree(at("192.0.2.2", 9))).isTrue();
        places.free(taken.get(3));
        assertThat(places.isFree(at("192.0.2.1", 9))).isTrue();
    }

    @Test
    void allAddressesOfAnIpv6NetworkOfACustomerAreOneSite() {
        for (int i = 0; i < 8; i++) {
            places.take(at("2001:db8:0:1::" + i, 5));
        }
        assertThat(places.isFree(at("2001:db8:0:1:ffff:ffff:ffff:ffff", 5))).isFalse();
        assertThat(places.isFree(at("2001:db8:0:2::1", 5))).isTrue();
    }

    @Test
    void loopbackIsNoSiteButHasNoMoreThanAll() {
        List<Places.Place> taken = take(128, "127.0.0.1");
        taken.addAll(take(128, "::1"));
        assertThat(places.isFree(at("127.0.0.1", 9))).isFalse();
        assertThat(places.isFree(at("192.0.2.1", 9))).isFalse();
        taken.forEach(places::free);
        assertThat(places.taken()).isZero();
        assertThat(places.isFree(at("192.0.2.1", 9))).isTrue();
    }

    @Test
    void thereAre256PlacesInAll() {
        for (int site = 0; site < 32; site++) {
            take(8, "198.51.100." + site);
        }
        assertThat(places.taken()).isEqualTo(256);
        assertThat(places.isFree(at("203.0.113.1", 1))).isFalse();
    }

    @Test
    void aSpoiledPlaceComesBackAfterThreeSeconds() {
        List<Places.Place> taken = take(8, "192.0.2.1");
        places.spoil(100, taken.get(0));
        places.spoil(200, taken.get(1));
        assertThat(places.nextDeadline()).isEqualTo(100 + Places.SPOILED_NANOS);
        places.onTimer(100 + Places.SPOILED_NANOS - 1);
        assertThat(places.isFree(at("192.0.2.1", 9))).isFalse();
        places.onTimer(100 + Places.SPOILED_NANOS);
        assertThat(places.taken()).isEqualTo(7);
        assertThat(places.isFree(at("192.0.2.1", 9))).isTrue();
        assertThat(places.nextDeadline()).isEqualTo(200 + Places.SPOILED_NANOS);
        places.onTimer(1_000 * Places.SPOILED_NANOS);
        assertThat(places.taken()).isEqualTo(6);
        assertThat(places.nextDeadline()).isEqualTo(Machine.NEVER);
    }
}
