package io.github.udpchat.internal.session;

import io.github.udpchat.internal.noise.HandshakeFailedException;
import io.github.udpchat.internal.noise.KeyPair25519;
import io.github.udpchat.internal.wire.InitPacket;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.Token16;

/** What the fuzz tests need of this package and nobody else may have. */
public final class Inside {

    private Inside() {}

    /** What the server's message 2 says. */
    public record Accepted(long sessionId, long bootId, Token16 resetToken, Limits limits) {

        /** {@return it as bytes} */
        public byte[] bytes() {
            return Handshakes.acceptPayload(new Handshakes.Accepted(sessionId, bootId, resetToken, limits));
        }
    }

    /**
     * What the session protocol's side of a server keeps.
     *
     * @param sessions  those included that linger
     * @param instances of clients
     * @param sites     from which clients have come
     * @param names     that are taken
     * @param heldBytes of messages
     */
    public record Kept(int sessions, int instances, int sites, int names, long heldBytes) {}

    /** {@return what the session protocol's side of a server keeps} */
    public static Kept kept(SessionServer server) {
        return new Kept(server.sessionCount(), server.instanceCount(), server.siteCount(), server.nameCount(),
                server.heldBytes());
    }

    /** {@return how many places for strangers a server has given} */
    public static int strangers(SessionServer server) {
        return server.strangers();
    }

    /** {@return the static keys of an identity} */
    public static KeyPair25519 keys(IdentitySecret identity) {
        return identity.staticKeys();
    }

    /** {@return what both sides put before a handshake} */
    public static byte[] prologue(InitPacket.Header header) {
        return Handshakes.prologue(header);
    }

    /** Reads the payload of message 1. */
    public static Limits limits(byte[] payload) throws HandshakeFailedException {
        return Handshakes.limits(payload);
    }

    /** Reads the payload of message 2. */
    public static Accepted accepted(byte[] payload) throws HandshakeFailedException {
        Handshakes.Accepted read = Handshakes.accepted(payload);
        return new Accepted(read.sessionId(), read.bootId(), read.resetToken(), read.limits());
    }

    /** {@return the token that ends a session of that server} */
    public static Token16 resetToken(IdentitySecret server, long session) {
        return server.resetToken(session);
    }

    /** {@return the beginning of a text that fits into CLOSE} */
    public static String closeText(String text) {
        return CloseText.fitting(text);
    }
}
