package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The channels of a session as one side sees them, both directions together: PROTOCOL.md, section 2.9. Owns what comes
 * ({@link Incoming}) and what goes ({@link Outgoing}). Owned by one {@link Link}; who has the link says here what is to be sent,
 * and then {@link Link#flush}.
 */
final class Channels {

    private final boolean client;
    private final boolean knowModel;
    private final Holdings holdings;
    private final Outgoing outgoing;
    private final Incoming incoming;

    /** The channels of a session that begins, of which there is one. */
    Channels(LinkKeys keys, Holdings holdings) {
        this.client = keys.client();
        this.knowModel = keys.own().has(Limits.KNOWS_MODEL) && keys.peers().has(Limits.KNOWS_MODEL);
        this.holdings = holdings;
        this.outgoing = new Outgoing(keys.peers(), holdings);
        this.incoming = new Incoming(keys.own(), client, holdings);
    }

    /** {@return whether both sides know the messages that came later: PROTOCOL.md, section 2.4} */
    boolean knowModel() {
        return knowModel;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Incoming incoming() {
        return incoming;
    }

    // ---- what comes

    /**
     * {@return whether the endpoint has memory for all that is in a packet; for what makes something whole that it holds already it
     * always has}
     */
    boolean canHold(List<Frame> frames) {
        return !holdings.isFull()
                || frames.stream().noneMatch(frame -> isContent(frame) && !incoming.completes(frame));
    }

    /** {@return the frames that have nothing of a message that waits for the application} */
    static List<Frame> withoutContent(List<Frame> frames) {
        return frames.stream().filter(frame -> !isContent(frame)).toList();
    }

    private static boolean isContent(Frame frame) {
        return frame instanceof Frame.Fragment
                || frame instanceof Frame.Message message && message.channel() != ChannelId.CONTROL;
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

    /** Opens a channel that may never be used: at a server. */
    void openInReserve(long channel) {
        incoming.nameInReserve(channel);
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

    /**
     * Takes a message for the peer, as long as what waits on that channel has no more than half of the queue, and there is memory;
     * returns whether it did. So what is said there can't crowd out what is said elsewhere.
     */
    boolean sendInHalf(long channel, ByteBuffer message) {
        return !holdings.isFull() && outgoing.isInHalf(channel, message.remaining()) && send(channel, message);
    }

    /** Takes a message for the peer for which older ones make room; returns how many were dropped, this one included. */
    int sendDisplacing(long channel, ByteBuffer message) {
        return incoming.isOpen(channel) ? outgoing.addDisplacing(channel, message) : 1;
    }

    /** {@return the longest message that the peer takes} */
    int mostMessageBytes() {
        return outgoing.mostMessageBytes();
    }

    /** Forgets everything: the session ends. */
    void clear() {
        outgoing.clear();
        incoming.clear();
    }
}
