package io.github.udpchat.internal.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The server says on channel 0 that it is about to close, and where another one takes its place: PROTOCOL.md, section 2.13.
 *
 * @param successor where; an address that {@link #problem} has nothing against, in the form in which it is read
 */
public record Moving(InetSocketAddress successor) implements ControlMessage {

    static final byte MOVING = 0x0E;

    private static final int ADDRESS_BYTES = 16;
    private static final int IPV4_BYTES = 4;

    /** Takes the address as others will see it. */
    public Moving {
        successor = new InetSocketAddress(host(successor.getAddress().getAddress()), successor.getPort());
    }

    /** {@return what an address would have to do to be that of a server for others, or nothing if it can be} */
    public static Optional<String> problem(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return Optional.of("be resolved");
        }
        InetAddress host = host(address.getAddress().getAddress());
        if (address.getPort() == 0) {
            return Optional.of("have a port from 1 to 65535");
        }
        if (host.isAnyLocalAddress() || host.isMulticastAddress() || isBroadcast(host)) {
            return Optional.of("be the address of one host");
        }
        return host instanceof Inet6Address && host.isLinkLocalAddress()
                ? Optional.of("mean the same on every host, as a link-local one does not")
                : Optional.empty();
    }

    private static boolean isBroadcast(InetAddress host) {
        byte[] bytes = host.getAddress();
        return host instanceof Inet4Address && ByteBuffer.wrap(bytes).getInt() == -1;
    }

    @Override
    public ByteBuffer write() {
        byte[] address = successor.getAddress().getAddress();
        ByteBuffer out = ByteBuffer.allocate(1 + ADDRESS_BYTES + Short.BYTES).put(MOVING);
        if (address.length == IPV4_BYTES) {
            // RFC 4291 section 2.5.5.2
            out.position(out.position() + ADDRESS_BYTES - IPV4_BYTES - Short.BYTES).putShort((short) 0xFFFF);
        }
        return out.put(address).putShort((short) successor.getPort()).flip();
    }

    /** Reads the fields. */
    static Moving read(ByteBuffer in) throws MalformedException {
        if (in.remaining() < ADDRESS_BYTES + Short.BYTES) {
            throw new MalformedException("an address is cut");
        }
        byte[] address = new byte[ADDRESS_BYTES];
        in.get(address);
        InetSocketAddress successor = new InetSocketAddress(host(address), Short.toUnsignedInt(in.getShort()));
        Optional<String> problem = problem(successor);
        if (problem.isPresent()) {
            throw new MalformedException("a successor at " + successor + ", which should " + problem.get());
        }
        return new Moving(successor);
    }

    /** An IPv4 address in its IPv6 form becomes the IPv4 address, and a scope, which means nothing to others, is left out. */
    private static InetAddress host(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are an address", e);
        }
    }
}
