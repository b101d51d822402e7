package io.github.udpchat.internal.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Addresses that stand for others. */
public final class Addresses {

    private Addresses() {}

    /**
     * {@return the address at which a datagram to this one arrives: the loopback address of the same family for the
     * wildcard address, as on a real host, and itself for every other}
     */
    public static InetSocketAddress reachable(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address must be resolved, was " + address);
        }
        return address.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(loopback(address.getAddress() instanceof Inet6Address), address.getPort())
                : address;
    }

    /** {@return 127.0.0.1 or ::1} */
    private static InetAddress loopback(boolean ipv6) {
        byte[] bytes = ipv6 ? new byte[16] : new byte[] {127, 0, 0, 0};
        bytes[bytes.length - 1] = 1;
        return address(bytes);
    }

    /** {@return 0.0.0.0 or ::, like the given address} */
    public static InetAddress wildcardLike(InetAddress address) {
        return address(new byte[address.getAddress().length]);
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
    }
}
