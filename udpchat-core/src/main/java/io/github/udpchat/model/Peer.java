package io.github.udpchat.model;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody who is, or asks to be, a member of a server.
 *
 * <p>
 * On the session protocol the name is unique and printable, and nobody else can speak as this peer. On the classic protocol
 * neither name nor address is authenticated: whoever can forge a source address can speak as that peer. There the name is
 * whatever text the peer sent first, control characters included; pass it through {@link PrintableText#of} before it reaches
 * a terminal or a log.
 *
 * {@snippet :
 * for (Peer peer : server.peers()) {
 *     System.out.println(peer.id() + " " + PrintableText.of(peer.name()) + " at " + peer.address());
 * }
 * }
 *
 * @param id       identifies this stay
 * @param name     the name in use, never empty; not unique on classic
 * @param protocol how the peer talks to the server
 * @param address  where the peer's datagrams came from when it joined; a session goes on when that changes
 * @param key      who the peer is, proved, if it has a key that it keeps; nothing on classic and for visitors
 * @param role     what it may do
 */
public record Peer(PeerId id, String name, Protocol protocol, InetSocketAddress address, Optional<IdentityKey> key,
        Role role) {

    /** Checks that nothing is missing. */
    public Peer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(role, "role");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of " + id + " must not be empty");
        }
    }

    /**
     * A peer that is {@link Role#MEMBER}.
     *
     * @param id       identifies this stay
     * @param name     the name in use, not empty
     * @param protocol how the peer talks to the server
     * @param address  where the peer's datagrams came from when it joined; a session goes on when that changes
     * @param key      who the peer is, proved, if it has a key that it keeps
     */
    public Peer(PeerId id, String name, Protocol protocol, InetSocketAddress address, Optional<IdentityKey> key) {
        this(id, name, protocol, address, key, Role.MEMBER);
    }

    /**
     * A peer that has proved nothing, and is {@link Role#MEMBER}.
     *
     * @param id       identifies this stay
     * @param name     the name in use, not empty
     * @param protocol how the peer talks to the server
     * @param address  where the peer's datagrams came from when it joined; a session goes on when that changes
     */
    public Peer(PeerId id, String name, Protocol protocol, InetSocketAddress address) {
        this(id, name, protocol, address, Optional.empty(), Role.MEMBER);
    }

    /**
     * The same peer under another name, in its role.
     *
     * @param newName the other name, not empty
     * @return a copy with that name
     */
    public Peer withName(String newName) {
        return new Peer(id, newName, protocol, address, key, role);
    }
}
