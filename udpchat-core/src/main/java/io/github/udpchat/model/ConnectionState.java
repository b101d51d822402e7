package io.github.udpchat.model;

import java.util.Objects;

/**
 * How a client stands to its server. The session protocol alone knows this; classic has no connection.
 *
 * {@snippet :
 * ConnectionState state = new ConnectionState.Reconnecting(new DisconnectReason.ServerClosed());
 * System.out.println(switch (state) {
 *     case ConnectionState.Connected(IdentityKey key, String name) -> "here as " + PrintableText.of(name);
 *     case ConnectionState.Reconnecting(DisconnectReason why) -> "away for a moment: " + why;
 *     case ConnectionState.Disconnected(DisconnectReason why) -> "gone: " + why;
 * });
 * }
 */
public sealed interface ConnectionState {

    /**
     * The client is a member.
     *
     * @param server the server's key
     * @param name   the name that the server gave to the client; after a reconnection it may be another one
     */
    record Connected(IdentityKey server, String name) implements ConnectionState {

        /** Checks that nothing is missing. */
        public Connected {
            Objects.requireNonNull(server, "server");
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * The client has lost its session, or could not make another one, and goes on trying: {@link ReconnectPolicy}. What it sends
     * meanwhile waits until it is a member again, up to 1,024 messages and 1 MiB. What others say meanwhile is missed.
     *
     * @param why the reason of the loss, or of the failure of the latest try
     */
    record Reconnecting(DisconnectReason why) implements ConnectionState {

        /** Checks that nothing is missing. */
        public Reconnecting {
            Objects.requireNonNull(why, "why");
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
