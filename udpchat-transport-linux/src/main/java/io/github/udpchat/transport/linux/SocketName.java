package io.github.udpchat.transport.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * Writes and reads {@code struct sockaddr_in} and {@code struct sockaddr_in6} (ip(7), ipv6(7)):
 *
 * <pre>
 *   sockaddr_in    0 family   2 port   4 address, 4 bytes
 *   sockaddr_in6   0 family   2 port   4 flow   8 address, 16 bytes   24 scope
 * </pre>
 *
 * The family and the scope are in the machine's byte order, the port in the network's.
 */
final class SocketName {

    /** The bytes of the longer of the two. */
    static final int MAX_BYTES = 28;

    private static final int IPV4_BYTES = 16;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int FLOW = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int SCOPE = 24;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;

    /** Where an IPv4 address stands in its IPv6 form, and the two bytes before it (RFC 4291 section 2.5.5.2). */
    private static final int MAPPED_PREFIX = 10;
    private static final int MAPPED_ADDRESS = 12;

    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SocketName() {}

    /**
     * Writes an address as a socket of that family wants it.
     *
     * @return how many bytes, or -1 if such a socket can't send there
     */
    static int write(InetSocketAddress address, int family, MemorySegment memory, long offset) {
        InetAddress ip = address.getAddress();
        boolean ipv4Socket = family == Posix.AF_INET;
        if (ip == null || ipv4Socket && !(ip instanceof Inet4Address)) {
            return -1;
        }
        memory.set(JAVA_SHORT, offset, (short) family);
        memory.set(NETWORK_SHORT, offset + PORT, (short) address.getPort());
        byte[] bytes = ip.getAddress();
        if (ipv4Socket) {
            MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, offset + IPV4_ADDRESS, IPV4_LENGTH);
            return IPV4_BYTES;
        }
        writeIpv6(ip, bytes, memory, offset);
        return MAX_BYTES;
    }

    private static void writeIpv6(InetAddress ip, byte[] bytes, MemorySegment memory, long offset) {
        memory.asSlice(offset + FLOW, MAX_BYTES - FLOW).fill((byte) 0);
        if (ip instanceof Inet6Address ipv6) {
            MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, offset + IPV6_ADDRESS, IPV6_LENGTH);
            memory.set(JAVA_INT, offset + SCOPE, ipv6.getScopeId());
        } else {
            memory.set(JAVA_SHORT, offset + IPV6_ADDRESS + MAPPED_PREFIX, (short) -1);
            MemorySegment.copy(
                    bytes, 0, memory, JAVA_BYTE, offset + IPV6_ADDRESS + MAPPED_ADDRESS, IPV4_LENGTH);
        }
    }

    /** {@return the address that stands there; an IPv4 address in its IPv6 form comes out as an IPv4 address} */
    static InetSocketAddress read(MemorySegment memory, long offset) {
        int port = Short.toUnsignedInt(memory.get(NETWORK_SHORT, offset + PORT));
        boolean ipv4 = memory.get(JAVA_SHORT, offset) == Posix.AF_INET;
        byte[] bytes = new byte[ipv4 ? IPV4_LENGTH : IPV6_LENGTH];
        MemorySegment.copy(
                memory, JAVA_BYTE, offset + (ipv4 ? IPV4_ADDRESS : IPV6_ADDRESS), bytes, 0, bytes.length);
        int scope = ipv4 ? 0 : memory.get(JAVA_INT, offset + SCOPE);
        return new InetSocketAddress(ip(bytes, scope), port);
    }

    private static InetAddress ip(byte[] bytes, int scope) {
        try {
            return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
