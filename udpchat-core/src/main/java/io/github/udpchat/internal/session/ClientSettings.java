package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.model.IdentityKey;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.ReconnectPolicy;

/**
 * What a session client is, and whom it trusts.
 *
 * @param server         where the server is, as the application knows it
 * @param trusted        the server's possible keys; empty for any
 * @param firstUse       whether the key that a server proves first is the only one that is trusted from then on
 * @param identity       the client's keys
 * @param lasting        whether the client keeps them; if not it is a visitor
 * @param applicationId  its application
 * @param name           the name that it asks for
 * @param token          the application's, for admission
 * @param limits         what it is ready to receive
 * @param connectTimeout how long it tries to become a member for the first time
 * @param reconnect      when it tries again
 * @param recall         how many old messages it wants of a room that it enters for the first time
 */
public record ClientSettings(InetSocketAddress server, List<IdentityKey> trusted, boolean firstUse,
        IdentitySecret identity, boolean lasting, long applicationId, String name, Payload token, Limits limits,
        Duration connectTimeout, ReconnectPolicy reconnect, int recall) {

    /** A client that wants nothing old but what it has missed. */
    public ClientSettings(InetSocketAddress server, List<IdentityKey> trusted, boolean firstUse,
            IdentitySecret identity, boolean lasting, long applicationId, String name, Payload token, Limits limits,
            Duration connectTimeout, ReconnectPolicy reconnect) {
        this(server, trusted, firstUse, identity, lasting, applicationId, name, token, limits, connectTimeout,
                reconnect, 0);
    }
}
