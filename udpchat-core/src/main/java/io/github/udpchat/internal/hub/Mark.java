package io.github.udpchat.internal.hub;

import java.net.InetAddress;

import io.github.udpchat.model.IdentityKey;

/** By what somebody is known again who goes and comes: it holds over sessions, names and ports. */
public sealed interface Mark {

    /**
     * A key that was proved, a visitor's included.
     *
     * @param key the key
     */
    record OfKey(IdentityKey key) implements Mark {}

    /**
     * An IP address, whatever the port, and on which interface.
     *
     * @param address the address
     */
    record OfAddress(InetAddress address) implements Mark {}
}
