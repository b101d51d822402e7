package io.github.udpchat.model;

import java.util.Objects;

/** How a client stands to its server. The session protocol alone knows this; classic has no connection. */
public sealed interface ConnectionState {

    /** The handshake is under way, or the server decides whether to let the client in. */
    record Connecting() implements ConnectionState {}

    /**
     * The client is a member.
     *
     * @param server the server's key
     * @param name   the name that the server gave to the client
     */
    record Connected(IdentityKey server, String name) implements ConnectionState {

        /** Checks that nothing is missing. */
        public Connected {
            Objects.requireNonNull(server, "server");
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * The client is no member, and will be none by itself.
     *
     * @param why the reason
     */
    record Disconnected(DisconnectReason why) implements ConnectionState {

        /** Checks that nothing is missing. */
        public Disconnected {
            Objects.requireNonNull(why, "why");
        }
    }
}
