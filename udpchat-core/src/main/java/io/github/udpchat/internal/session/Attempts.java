package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.Optional;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;

/** Tells how long each attempt of a client to be a member took, and how it ended. Owned by one {@link SessionClient}. */
final class Attempts {

    private final InetSocketAddress server;
    private long since;
    private boolean underWay;

    Attempts(InetSocketAddress server) {
        this.server = server;
    }

    /** One begins. */
    void begun(long now) {
        since = now;
        underWay = true;
    }

    /** The one that is under way has made a session in which the client is a member. */
    void succeeded(long now, long session, Outbox out) {
        ended(now, session, Optional.empty(), out);
    }

    /** The one that is under way, if any is, has failed. */
    void failed(long now, DisconnectReason why, Outbox out) {
        String name = why instanceof DisconnectReason.Refused(DropReason objection, String text)
                ? objection.name()
                : why.getClass().getSimpleName();
        ended(now, 0, Optional.of(name), out);
    }

    private void ended(long now, long session, Optional<String> failure, Outbox out) {
        if (underWay) {
            out.trace(new Trace.Handshake(session, server, now - since, failure));
            underWay = false;
        }
    }
}
