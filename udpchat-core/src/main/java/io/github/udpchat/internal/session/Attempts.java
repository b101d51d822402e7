package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.Optional;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/** Tells how long each attempt of a client to be a member took, and how it ended. Owned by one {@link SessionClient}. */
final class Attempts {

    /** The one that is under way, if any is. */
    private @Nullable Attempt attempt;

    private record Attempt(InetSocketAddress server, long since) {}

    /** One begins. */
    void begun(long now, InetSocketAddress server) {
        attempt = new Attempt(server, now);
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
        if (attempt != null) {
            out.trace(new Trace.Handshake(session, attempt.server, now - attempt.since, failure));
            attempt = null;
        }
    }
}
