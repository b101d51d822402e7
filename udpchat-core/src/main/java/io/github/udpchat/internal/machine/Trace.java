package io.github.udpchat.internal.machine;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a machine tells for those alone who record how it fares. It is told whether anybody records or not: these things are
 * seldom, and each costs far more than its record here.
 */
public sealed interface Trace extends Notice {

    /**
     * A handshake is over: a client is a member, or will not be one by this handshake.
     *
     * @param session the number of the session; 0 if there is none
     * @param peer    where the other side is
     * @param nanos   how long it took: at a server from the INIT that it took, at a client from its first HELLO
     * @param failure the name of the constant or type that says why it failed; empty if it did not
     */
    record Handshake(long session, InetSocketAddress peer, long nanos, Optional<String> failure) implements Trace {}

    /** A client was found at another address, and its session goes on there. */
    record PathChanged(long session, InetSocketAddress from, InetSocketAddress to) implements Trace {}
}
