package io.github.udpchat.internal.hub;

import java.net.InetSocketAddress;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;

/**
 * A peer as the hub sees it: something that a protocol implements and the hub tells what became of it. The hub calls back
 * within {@link Hub#requestJoin} or later, always with the time that it was told itself.
 */
public interface Member {

    /** {@return how it talks to the server} */
    Protocol protocol();

    /** {@return where it is} */
    InetSocketAddress address();

    /** It is a member now, and may speak. */
    void joined(long now, Peer peer, Outbox out);

    /** It is not let in; the hub has forgotten it. */
    void refused(DropReason why, Outbox out);

    /** Somebody else said something in its room: pass it on. */
    void deliver(RoomMessage message, Outbox out);

    /** The application removed it; the hub has forgotten it. */
    void removed();
}
