package io.github.udpchat.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class AddressKeysTest {

    private static final int ATTACKERS = 20_000;

    private final AddressKeys keys = new AddressKeys(0x5EED);

    private static InetAddress ip(int... bytes) {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress linkLocal(int scope, int port) {
        byte[] address = new byte[16];
        address[0] = (byte) 0xFE;
        address[1] = (byte) 0x80;
        address[15] = 1;
        try {
            return new InetSocketAddress(Inet6Address.getByAddress(null, address, scope), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Addresses of which the next is one higher and its port one lower: all have one hash code in the JDK. */
    private static List<InetSocketAddress> colliding() {
        return IntStream.range(0, ATTACKERS)
                .mapToObj(i -> new InetSocketAddress(ip(10, 0, i >> 8, i & 0xFF), 40_000 - i))
                .toList();
    }

    @Test
    void addressesChosenToCollideGetDistinctHashes() {
        List<InetSocketAddress> attackers = colliding();
        assertThat(attackers.stream().mapToInt(InetSocketAddress::hashCode).distinct().count()).isEqualTo(1);
        long distinct = attackers.stream().mapToInt(address -> keys.of(address).hashCode()).distinct().count();
        assertThat(distinct).as("by chance fewer than one in 200,000 of them shares its hash")
                .isGreaterThan(ATTACKERS - 10);
    }

    @Test
    void hashesSpreadOverTheBinsOfAMap() {
        int bins = 1 << 15;
        int[] filled = new int[bins];
        for (InetSocketAddress address : colliding()) {
            int hash = keys.of(address).hashCode();
            filled[(hash ^ (hash >>> 16)) & (bins - 1)]++;
        }
        assertThat(IntStream.of(filled).max().orElseThrow()).isLessThan(12);
    }

    @Test
    void collisionsUnderOneSeedAreNoneUnderAnother() {
        AddressKeys others = new AddressKeys(0x5EED + 1);
        List<InetSocketAddress> addresses = colliding();
        Set<Integer> lowBits = new HashSet<>();
        addresses.stream()
                .filter(address -> (keys.of(address).hashCode() & 0xFF) == 0)
                .forEach(address -> lowBits.add(others.of(address).hashCode() & 0xFF));
        assertThat(lowBits).as("low bits, of 256 that there are").hasSizeGreaterThan(50);
    }

    @Test
    void sameAddressIsTheSameKey() {
        InetSocketAddress one = new InetSocketAddress(ip(192, 0, 2, 1), 5000);
        InetSocketAddress same = new InetSocketAddress(ip(192, 0, 2, 1), 5000);
        assertThat(keys.of(one)).isEqualTo(keys.of(same)).hasSameHashCodeAs(keys.of(same));
        assertThat(keys.of(one)).isEqualByComparingTo(keys.of(same));
        assertThat(keys.of(one)).isNotEqualTo(keys.of(new InetSocketAddress(ip(192, 0, 2, 1), 5001)));
        assertThat(keys.of(one)).isNotEqualTo(keys.of(new InetSocketAddress(ip(192, 0, 2, 2), 5000)));
        assertThat(keys.of(one)).isNotEqualTo("192.0.2.1:5000");
    }

    @Test
    void keyOfAHostForgetsThePortOnly() {
        InetSocketAddress one = new InetSocketAddress(ip(192, 0, 2, 1), 5000);
        assertThat(keys.ofHost(one)).isEqualTo(keys.ofHost(new InetSocketAddress(ip(192, 0, 2, 1), 5001)));
        assertThat(keys.ofHost(one)).isNotEqualTo(keys.ofHost(new InetSocketAddress(ip(192, 0, 2, 2), 5000)));
    }

    @Test
    void linkLocalAddressesOfTwoInterfacesDiffer() {
        assertThat(linkLocal(1, 5000)).as("to the JDK").isEqualTo(linkLocal(2, 5000));
        assertThat(keys.of(linkLocal(1, 5000))).isNotEqualTo(keys.of(linkLocal(2, 5000)));
        assertThat(keys.of(linkLocal(1, 5000))).isEqualTo(keys.of(linkLocal(1, 5000)));
        assertThat(keys.ofHost(linkLocal(1, 1))).isNotEqualTo(keys.ofHost(linkLocal(2, 1)));
    }

    @Test
    void addressesAreComparedWithTheirInterface() {
        assertThat(AddressKeys.areSame(linkLocal(1, 5000), linkLocal(1, 5000))).isTrue();
        assertThat(AddressKeys.areSame(linkLocal(1, 5000), linkLocal(2, 5000))).isFalse();
        assertThat(AddressKeys.areSame(linkLocal(1, 5000), linkLocal(1, 5001))).isFalse();
        assertThat(AddressKeys.areOfOneHost(linkLocal(1, 5000), linkLocal(1, 5001))).isTrue();
        assertThat(AddressKeys.areOfOneHost(linkLocal(1, 5000), linkLocal(2, 5000))).isFalse();
        InetSocketAddress ipv4 = new InetSocketAddress(ip(192, 0, 2, 1), 5000);
        assertThat(AddressKeys.areSame(ipv4, new InetSocketAddress(ip(192, 0, 2, 1), 5000))).isTrue();
        assertThat(AddressKeys.areOfOneHost(ipv4, new InetSocketAddress(ip(192, 0, 2, 2), 5000))).isFalse();
        assertThat(AddressKeys.areSame(ipv4, linkLocal(1, 5000))).isFalse();
    }

    @Test
    void ipv4AddressIsItsMappedIpv6Address() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        mapped[12] = (byte) 192;
        mapped[14] = 2;
        mapped[15] = 1;
        InetAddress ipv6 = Inet6Address.getByAddress(null, mapped, -1);
        assertThat(keys.of(new InetSocketAddress(ipv6, 5000)))
                .isEqualTo(keys.of(new InetSocketAddress(ip(192, 0, 2, 1), 5000)));
        mapped[10] = 0;
        mapped[11] = 0;
        InetAddress compatible = Inet6Address.getByAddress(null, mapped, -1);
        assertThat(keys.of(new InetSocketAddress(compatible, 5000)))
                .as("::192.0.2.1, a form no longer used, is another address")
                .isNotEqualTo(keys.of(new InetSocketAddress(ip(192, 0, 2, 1), 5000)));
    }

    @Test
    void orderIsTotalSoThatAFullBinBecomesATree() {
        List<AddressKey> ordered = colliding().stream().limit(500).map(keys::of).sorted().toList();
        for (int i = 1; i < ordered.size(); i++) {
            assertThat(ordered.get(i - 1)).isLessThan(ordered.get(i));
        }
    }
}
