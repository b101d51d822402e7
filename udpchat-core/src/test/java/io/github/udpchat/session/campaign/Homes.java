package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which addresses are those of one client, that has moved. Owned by one {@link World}. */
final class Homes {

    private final Map<InetSocketAddress, InetSocketAddress> first = new HashMap<>();
    private final Set<InetSocketAddress> left = new HashSet<>();

    void moved(InetSocketAddress from, InetSocketAddress to) {
        first.put(to, of(from));
        left.add(from);
    }

    /** {@return the first address of whoever has an address} */
    InetSocketAddress of(InetSocketAddress address) {
        return first.getOrDefault(address, address);
    }

    /** {@return whether nobody is at that address any more} */
    boolean isLeft(InetSocketAddress address) {
        return left.contains(address);
    }
}
