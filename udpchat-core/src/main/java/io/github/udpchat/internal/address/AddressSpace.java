package io.github.udpchat.internal.address;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Who is bound to which address of a network in memory. Owns the map; safe for use by several threads. Port 0 takes the
 * next free port from {@value #FIRST_EPHEMERAL_PORT} upward (the dynamic ports of RFC 6335 section 6), in a fixed order,
 * so that a simulation gives the same ports in each run.
 *
 * @param <T> what is bound
 */
public final class AddressSpace<T> {

    private static final int FIRST_EPHEMERAL_PORT = 49_152;
    private static final int LAST_EPHEMERAL_PORT = 65_535;

    private final Map<InetSocketAddress, T> bound = new ConcurrentHashMap<>();
    private int nextEphemeralPort = FIRST_EPHEMERAL_PORT;

    /**
     * Binds an address.
     *
     * @param wanted the address; the wildcard address stands for loopback, port 0 for any free port
     * @param maker  makes what is bound, given the address in full
     * @return what was made
     * @throws BindException if the address is in use, or port 0 was wanted and none is free
     */
    public synchronized T bind(InetSocketAddress wanted, Function<InetSocketAddress, T> maker) throws BindException {
        InetSocketAddress address = Addresses.reachable(wanted);
        if (address.getPort() == 0) {
            address = withFreePort(address.getAddress());
        } else if (bound.containsKey(address)) {
            throw new BindException("Address already in use");
        }
        T made = maker.apply(address);
        bound.put(address, made);
        return made;
    }

    private InetSocketAddress withFreePort(InetAddress host) throws BindException {
        for (int tries = FIRST_EPHEMERAL_PORT; tries <= LAST_EPHEMERAL_PORT; tries++) {
            InetSocketAddress candidate = new InetSocketAddress(host, nextEphemeralPort);
            nextEphemeralPort = nextEphemeralPort == LAST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT : nextEphemeralPort + 1;
            if (!bound.containsKey(candidate)) {
                return candidate;
            }
        }
        throw new BindException("No free port at " + host);
    }

    /**
     * Who is bound to an address.
     *
     * @param address the address; the wildcard address stands for loopback
     * @return what is bound there, or null
     */
    public @Nullable T find(InetSocketAddress address) {
        return bound.get(Addresses.reachable(address));
    }

    /**
     * Frees an address, if it is still bound to the one who asks.
     *
     * @param address the address
     * @param holder  who asks
     */
    public void release(InetSocketAddress address, T holder) {
        bound.remove(address, holder);
    }
}
