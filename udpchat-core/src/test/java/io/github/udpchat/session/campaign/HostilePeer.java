package io.github.udpchat.session.campaign;

import java.net.InetSocketAddress;

/** Somebody who does not keep to the protocol. */
final class HostilePeer {

    /** What it tries. */
    enum Kind {
        FORGER
    }

    private HostilePeer() {}

    /** {@return whether that address is one of hostile peers} */
    static boolean isAt(InetSocketAddress address) {
        return address.getAddress().getAddress()[0] == 10;
    }
}
