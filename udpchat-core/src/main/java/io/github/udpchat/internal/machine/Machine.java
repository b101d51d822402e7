package io.github.udpchat.internal.machine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A server or client as a pure state machine. Its owner (the engine) calls it from one thread at a time, tells it the
 * time in nanoseconds, which never goes back, and carries out what it puts into the outbox, in order.
 */
public interface Machine {

    /** A deadline that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** Begins: called once, before everything else. */
    void onStart(long now, Outbox out);

    /** A datagram has arrived; its bytes, from position to limit, are valid only until this returns. */
    void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out);

    /** The time of {@link #nextDeadline} may have come. */
    void onTimer(long now, Outbox out);

    /** Says goodbye: called once, after everything else. */
    void onClose(long now, Outbox out);

    /** {@return when {@link #onTimer} is to be called next, or {@link #NEVER}} */
    long nextDeadline();
}
