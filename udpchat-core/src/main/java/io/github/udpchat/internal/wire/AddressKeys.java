package io.github.udpchat.internal.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * Makes {@link AddressKey}s with one secret seed. {@link InetSocketAddress#hashCode} is no help against an attacker: it is
 * the sum of address and port, and takes link-local addresses of different interfaces for the same.
 */
public final class AddressKeys {

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What stands before an IPv4 address in its IPv6 form (RFC 4291 section 2.5.5.2). */
    private static final long IPV4_MAPPED = 0xFFFF_0000_0000L;

    private final long seed;

    /** Keys with this seed. */
    public AddressKeys(long seed) {
        this.seed = seed;
    }

    /** {@return the key of an address with its port} */
    public AddressKey of(InetSocketAddress address) {
        return of(address.getAddress(), address.getPort());
    }

    /** {@return the key of an address without a port} */
    public AddressKey ofHost(InetSocketAddress address) {
        return of(address.getAddress(), 0);
    }

    /** {@return the key of what one customer of a provider has at least: an IPv4 address, or the /64 of an IPv6 address} */
    public AddressKey ofSite(InetSocketAddress address) {
        if (address.getAddress() instanceof Inet6Address ipv6) {
            return keyed((long) LONGS.get(ipv6.getAddress(), 0), 0, ipv6.getScopeId(), 0);
        }
        return ofHost(address);
    }

    /** {@return whether two addresses are the same, port and interface included: for who keeps one of them, and needs no key} */
    public static boolean areSame(InetSocketAddress one, InetSocketAddress other) {
        return one.equals(other) && scope(one) == scope(other);
    }

    /** {@return whether two addresses are those of one host, whatever their ports} */
    public static boolean areOfOneHost(InetSocketAddress one, InetSocketAddress other) {
        return one.getAddress().equals(other.getAddress()) && scope(one) == scope(other);
    }

    private static int scope(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }

    private AddressKey of(InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address ipv6) {
            return keyed((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, 8), ipv6.getScopeId(), port);
        }
        return keyed(0, IPV4_MAPPED | Integer.toUnsignedLong((int) INTS.get(bytes, 0)), 0, port);
    }

    private AddressKey keyed(long high, long low, int scope, int port) {
        long mixed = mix(mix(mix(seed ^ low) ^ high) ^ ((long) scope << 32 | port));
        return new AddressKey(high, low, scope, port, (int) (mixed >>> 32));
    }

    /** The finalizer of MurmurHash3: every bit of the result depends on every bit of the argument. */
    private static long mix(long bits) {
        long mixed = bits;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
