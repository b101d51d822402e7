package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a session as one side sees them, both directions together: PROTOCOL.md, section 2.9. Owns what comes
 * ({@link Incoming}) and what goes ({@link Outgoing}). Owned by one {@link Link}; who has the link says here what is to be sent,
 * and then {@link Link#flush}.
 */
final class Channels {

    private final boolean client;
    private final Holdings holdings;
    private final Outgoing outgoing;
    private final Incoming incoming;

    /** The channels of a session that begins, of which there is one. */
    Channels(LinkKeys keys, Holdings holdings) {
        this.client = keys.client();
        this.holdings = holdings;
        this.outgoing = new Outgoing(keys.peers(), holdings);
        this.incoming = new Incoming(keys.own(), client, holdings);
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Incoming incoming() {
        return incoming;
    }

    // ---- what comes

    /** {@return whether the endpoint has memory for all that is in a packet} */
    boolean canHold(List<Frame> frames) {
        return !holdings.isFull() || frames.stream().noneMatch(frame -> frame instanceof Frame.Fragment
                || frame instanceof Frame.Message message && message.channel() != ChannelId.CONTROL);
    }

    /** The peer grants credit. Returns whether it is more than before. */
    boolean onCredit(Frame.Credit credit) throws MalformedException {
        incoming.onCredit(credit);
        return outgoing.allow(credit.channel(), credit.limit());
    }

    /** {@return a channel that the server has ended and the client has just answered, having taken everything; or null} */
    @Nullable
    Long nextAnswered() {
        Long ended = incoming.nextOver();
        if (ended != null && client) {
            outgoing.end(ended);
        }
        return ended;
    }

    // ---- what goes

    /** Opens a channel: at a server, before anything is sent on it. */
    void open(long channel) {
        incoming.name(channel);
    }

    /** Ends a channel: at a server, after which nothing is sent on it. */
    void end(long channel) {
        outgoing.end(channel);
        incoming.answerDue(channel);
    }

    /** Takes a message for the peer; returns whether there was room. */
    boolean send(long channel, ByteBuffer message) {
        return incoming.isOpen(channel) && outgoing.add(channel, message);
    }

    /** Takes a message for the peer for which older ones make room; returns how many were dropped, this one included. */
    int sendDisplacing(long channel, ByteBuffer message) {
        return incoming.isOpen(channel) ? outgoing.addDisplacing(channel, message) : 1;
    }

    /** {@return the longest message that the peer takes} */
    int mostMessageBytes() {
        return outgoing.mostMessageBytes();
    }

    /** {@return whether something waits for the peer, or is under way to it} */
    boolean hasUnfinished() {
        return !outgoing.isEmpty();
    }

    /** Forgets everything: the session ends. */
    void clear() {
        outgoing.clear();
        incoming.clear();
    }
}
