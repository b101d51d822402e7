package io.github.udpchat.model;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Somebody who is, or asks to be, a member of a server.
 *
 * <p>
 * On the classic protocol neither name nor address is authenticated: whoever can forge a source address can speak as
 * that peer. The name is whatever text the peer sent first, control characters included; pass it through
 * {@link PrintableText#of} before it reaches a terminal or a log.
 *
 * @param id       identifies this stay
 * @param name     the name in use, not unique on classic, never empty
 * @param protocol how the peer talks to the server
 * @param address  where the peer's datagrams come from
 */
public record Peer(PeerId id, String name, Protocol protocol, InetSocketAddress address) {

    /** Checks that nothing is missing. */
    public Peer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of " + id + " must not be empty");
        }
    }

    /**
     * The same peer under another name.
     *
     * @param newName the other name, not empty
     * @return a copy with that name
     */
    public Peer withName(String newName) {
        return new Peer(id, newName, protocol, address);
    }
}
