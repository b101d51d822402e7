package io.github.udpchat.model;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A peer asks to join.
 *
 * @param name     the name that it asks for, not empty, unauthenticated on classic, control characters included
 * @param protocol how the peer talks to the server
 * @param address  where it asks from; can be forged on classic
 */
public record AdmissionRequest(String name, Protocol protocol, InetSocketAddress address) {

    /** Checks that nothing is missing. */
    public AdmissionRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(address, "address");
    }
}
