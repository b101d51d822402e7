package io.github.udpchat.model;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * A peer asks to join.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder()
 *         .admit(request -> request.key().isPresent() ? Admission.accept(request.name())
 *                 : Admission.reject("only with an identity"))
 *         .start();
 * }
 *
 * @param name     the name that it asks for, not empty, unauthenticated on classic, control characters included there
 * @param protocol how the peer talks to the server
 * @param address  where it asks from; can be forged on classic
 * @param key      who it is, proved, if it has a key that it keeps; nothing on classic and for visitors
 * @param token    what its application says for admission, see {@code ChatClientBuilder.token}; empty on classic
 * @param replaces the member whose place it takes, if it is the same client that comes again on another session while its earlier
 *                 one has not ended. Its key proves that. That member leaves as soon as this peer has joined; so neither its name nor
 *                 a token that is good for one use should be held against this peer
 */
public record AdmissionRequest(String name, Protocol protocol, InetSocketAddress address, Optional<IdentityKey> key,
        Payload token, Optional<PeerId> replaces) {

    /** Checks that nothing is missing. */
    public AdmissionRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(replaces, "replaces");
    }

    /**
     * The request of somebody who proves nothing.
     *
     * @param name     the name that it asks for
     * @param protocol how the peer talks to the server
     * @param address  where it asks from
     */
    public AdmissionRequest(String name, Protocol protocol, InetSocketAddress address) {
        this(name, protocol, address, Optional.empty(), Payload.EMPTY, Optional.empty());
    }

    /** {@return all but the token, of which only the size: it may be a secret} */
    @Override
    public String toString() {
        return "AdmissionRequest[name=" + name + ", protocol=" + protocol + ", address=" + address + ", key=" + key
                + ", token of " + token.size() + " bytes, replaces=" + replaces + "]";
    }

    /**
     * The peer that this becomes, as {@link Role#MEMBER}.
     *
     * @param id   its id
     * @param name the name that it is given
     * @return the peer
     */
    public Peer accepted(PeerId id, String name) {
        return accepted(id, name, Role.MEMBER);
    }

    /**
     * The peer that this becomes.
     *
     * @param id   its id
     * @param name the name that it is given
     * @param role what it may do
     * @return the peer
     */
    public Peer accepted(PeerId id, String name, Role role) {
        return new Peer(id, name, protocol, address, key, role);
    }
}
