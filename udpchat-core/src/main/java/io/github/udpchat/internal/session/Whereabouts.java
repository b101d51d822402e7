package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where a client looks for its server: PROTOCOL.md, section 2.13. At the address that its application gave, and, once a server has
 * named a successor, at that one's in turns with it. Owned by one {@link SessionClient}.
 */
final class Whereabouts {

    /**
     * So many tries in a row fail at a server that answers, which may be full or busy, before the other address has its turn. Where
     * nobody answers one does.
     */
    static final int MOST_WHERE_ANSWERED = 3;

    private final InetSocketAddress given;
    private InetSocketAddress next;
    private @Nullable InetSocketAddress successor;

    /** Whether the successor was named in the present session. */
    private boolean moves;

    /** How many tries in a row have failed where they were answered. */
    private int answeredInVain;

    Whereabouts(InetSocketAddress given) {
        this.given = given;
        this.next = given;
    }

    /** {@return where the next session is to be made} */
    InetSocketAddress next() {
        return next;
    }

    /**
     * The server of the present session closes, and another one takes its place. The latest one counts; one that can't be
     * reached from where the client is means nothing.
     */
    void named(InetSocketAddress other) {
        if (isAlike(other, next)) {
            successor = other;
            moves = true;
        }
    }

    /** {@return whether there is another address to try} */
    boolean isTwoPlaces() {
        return successor != null && !successor.equals(given);
    }

    /** A client of loopback stays there, and nobody is sent to its own machine; a socket is of one family, perhaps. */
    private static boolean isAlike(InetSocketAddress one, InetSocketAddress other) {
        return one.getAddress().getClass() == other.getAddress().getClass()
                && one.getAddress().isLoopbackAddress() == other.getAddress().isLoopbackAddress();
    }

    /** The session is over in which the client was a member. */
    void sessionLost() {
        if (moves) {
            goTo(Objects.requireNonNull(successor));
        }
        answeredInVain = 0;
    }

    /**
     * There was no way in.
     *
     * @param answered whether there is a server that may let the client in later
     */
    void tryFailed(boolean answered) {
        answeredInVain = answered ? answeredInVain + 1 : MOST_WHERE_ANSWERED;
        if (successor != null && (moves || answeredInVain >= MOST_WHERE_ANSWERED)) {
            goTo(!moves && next.equals(successor) ? given : successor);
        }
    }

    private void goTo(InetSocketAddress server) {
        next = server;
        moves = false;
        answeredInVain = 0;
    }
}
