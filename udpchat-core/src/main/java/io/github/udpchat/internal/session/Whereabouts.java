package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Where a client looks for its server: PROTOCOL.md, section 2.13. At the address that its application gave, and, once a server has
 * named a successor, at that one's in turns with it. Owned by one {@link SessionClient}.
 */
final class Whereabouts {

    private final InetSocketAddress given;
    private InetSocketAddress next;
    private @Nullable InetSocketAddress successor;

    /** Whether the successor was named by the server of the present session. */
    private boolean moves;

    Whereabouts(InetSocketAddress given) {
        this.given = given;
        this.next = given;
    }

    /** {@return where the next session is to be made} */
    InetSocketAddress next() {
        return next;
    }

    /**
     * The server at which the client is a member closes, and another one takes its place. The latest one counts; one that can't be
     * reached from where the client is means nothing.
     */
    void named(InetSocketAddress other) {
        if (isAlike(other, next)) {
            successor = other;
            moves = true;
        }
    }

    /** A client of loopback stays there, and nobody is sent to its own machine; a socket is of one family, perhaps. */
    private static boolean isAlike(InetSocketAddress one, InetSocketAddress other) {
        return one.getAddress().getClass() == other.getAddress().getClass()
                && one.getAddress().isLoopbackAddress() == other.getAddress().isLoopbackAddress();
    }

    /** The session is over in which the client was a member. */
    void sessionLost() {
        next = moves && successor != null ? successor : next;
        moves = false;
    }

    /** There was no way in. */
    void tryFailed() {
        if (successor != null) {
            next = next.equals(successor) ? given : successor;
        }
    }
}
