package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a session has to send: PROTOCOL.md, section 2.9. Owns the sending halves of the channels and all their
 * messages until they have arrived, and decides what goes next: first what was lost, then the rest of a message that has
 * begun, then the channels in turn, as far as the peer's credit allows. Owned by one {@link Link}.
 */
final class Outgoing {

    /** So many messages may wait or be under way; one more is not taken. */
    static final int MOST_MESSAGES = 512;

    /** So many bytes of messages may wait or be under way, but one message of any length always may. */
    static final int MOST_BYTES = 256 * 1024;

    /** So many messages of the control channel, which count apart: they must not wait for what people say. */
    static final int MOST_CONTROL_MESSAGES = 256;

    private final int channelCredit;
    private final int mostMessageBytes;
    private final Map<Long, SendChannel> channels = new LinkedHashMap<>(2);

    /** The channels in which messages wait, in the order of their turns. */
    private final Queue<SendChannel> turns = new ArrayDeque<>(0);
    private final Queue<Carried.Part> lost = new ArrayDeque<>(0);
    private final Queue<Carried.End> ends = new ArrayDeque<>(0);
    private final Holdings holdings;
    private @Nullable OutMessage begun;
    private int partsSent;
    private long sessionLimitBytes;
    private long begunBytes;
    private int messages;
    private int controlMessages;
    private int bytes;
    private int unsentBytes;

    /**
     * Nothing yet.
     *
     * @param peers    what the peer is ready to receive at first
     * @param holdings the endpoint's
     */
    Outgoing(Limits peers, Holdings holdings) {
        this.holdings = holdings;
        this.channelCredit = peers.channelCredit();
        this.mostMessageBytes = peers.maxMessageBytes();
        this.sessionLimitBytes = peers.sessionCreditBytes();
    }

    /** {@return the longest message that the peer takes} */
    int mostMessageBytes() {
        return mostMessageBytes;
    }

    /** Takes a message for a channel, no longer than the peer takes; returns whether there was room. */
    boolean add(long channel, ByteBuffer content) {
        if (!hasRoom(channel, content.remaining())) {
            return false;
        }
        SendChannel target = channels.computeIfAbsent(channel, id -> new SendChannel(id, channelCredit));
        OutMessage replaced = target.add(holdings.hold(content));
        if (replaced != null) {
            neverSent(replaced);
        } else if (target.waiting() == 1) {
            turns.add(target);
        }
        count(target, 1, content.remaining());
        unsentBytes += content.remaining();
        return true;
    }

    /**
     * Takes a message that counts more than older ones: those of its channel that have not begun make room for it, the
     * oldest first. So a peer that is slow sees the newest of a room, and the room's offsets tell what it missed.
     *
     * @return how many were dropped; the message itself is one of them where nothing is left that could make room
     */
    int addDisplacing(long channel, ByteBuffer content) {
        SendChannel target = channels.computeIfAbsent(channel, id -> new SendChannel(id, channelCredit));
        if (!canHaveRoom(messages - target.waiting(), bytes - target.waitingBytes(), content.remaining())) {
            return 1;
        }
        int dropped = 0;
        long freedBytes = 0;
        while (!hasRoom(channel, content.remaining()) || holdings.isFull() && freedBytes < content.remaining()) {
            OutMessage oldest = target.dropOldest();
            if (oldest == null) {
                break;
            }
            if (target.waiting() == 0) {
                turns.remove(target);
            }
            neverSent(oldest);
            freedBytes += oldest.bytes();
            dropped++;
        }
        add(channel, content);
        return dropped;
    }

    /** {@return whether fewer messages than so many wait or are under way, those of the control channel aside, and fewer bytes} */
    boolean hasSpare(int mostMessages, int mostBytes) {
        return messages < mostMessages && bytes < mostBytes;
    }

    /** {@return whether what waits on a channel would have at most half of the queue with so many bytes more, or is nothing} */
    boolean isInHalf(long channel, int moreBytes) {
        SendChannel asked = channels.get(channel);
        return asked == null || asked.waiting() == 0
                || asked.waiting() < MOST_MESSAGES / 2 && asked.waitingBytes() + moreBytes <= MOST_BYTES / 2;
    }

    /** {@return whether nothing waits, and nothing is under way} */
    boolean isEmpty() {
        return messages == 0 && controlMessages == 0 && ends.isEmpty();
    }

    /** {@return whether the first message of the control channel has arrived} */
    boolean hasFirstControlMessageArrived() {
        SendChannel control = channels.get(ChannelId.CONTROL);
        return control != null && control.hasFirstArrived();
    }

    /** {@return how many messages of the control channel wait or are under way} */
    int controlMessages() {
        return controlMessages;
    }

    private boolean hasRoom(long channel, int contentBytes) {
        if (channel == ChannelId.CONTROL) {
            return controlMessages < MOST_CONTROL_MESSAGES;
        }
        return canHaveRoom(messages, bytes, contentBytes);
    }

    private static boolean canHaveRoom(int messages, int bytes, int contentBytes) {
        return messages < MOST_MESSAGES && (messages == 0 || bytes + contentBytes <= MOST_BYTES);
    }

    private void count(SendChannel channel, int more, int moreBytes) {
        if (channel.id() == ChannelId.CONTROL) {
            controlMessages += more;
        } else {
            messages += more;
            bytes += moreBytes;
        }
    }

    private void neverSent(OutMessage message) {
        unsentBytes -= message.bytes();
        forget(message);
    }

    private void forget(OutMessage message) {
        count(message.channel(), -1, -message.bytes());
        holdings.release(message.held());
    }

    /** Ends a channel: what has not begun is dropped, and once the rest has arrived, the peer is told that that was all. */
    void end(long channel) {
        SendChannel ended = channels.computeIfAbsent(channel, id -> new SendChannel(id, channelCredit));
        ended.drain().forEach(this::neverSent);
        turns.remove(ended);
        ended.end();
        tellOfEnd(ended);
    }

    private void tellOfEnd(SendChannel channel) {
        if (channel.hasEnded() && channel.isIdle()) {
            channels.remove(channel.id());
            ends.add(new Carried.End(channel.id(), channel.nextNumber()));
        }
    }

    /** {@return the next end to tell of, which stays the next until {@link #endTold}, or null} */
    Carried.@Nullable End peekEnd() {
        return ends.peek();
    }

    /** The peer is being told of the end that was next. */
    void endTold() {
        ends.remove();
    }

    /** What told of an end was lost: it is told again. */
    void lost(Carried.End end) {
        ends.add(end);
    }

    /** The peer allows messages on a channel with numbers below a limit. Returns whether that is more than before. */
    boolean allow(long channel, long limit) {
        SendChannel allowed = channels.get(channel);
        return allowed != null && allowed.allow(limit);
    }

    /** The peer allows so many bytes in all. Returns whether that is more than before. */
    boolean allowBytes(long limitBytes) {
        boolean more = limitBytes > sessionLimitBytes;
        sessionLimitBytes = Math.max(sessionLimitBytes, limitBytes);
        return more;
    }

    /** {@return what to send next, which stays the next until {@link #sent} is called, or null if nothing may be sent} */
    Carried.@Nullable Part next() {
        while (!lost.isEmpty() && !lost.element().isMissing()) {
            lost.remove();
        }
        if (!lost.isEmpty()) {
            return lost.element();
        }
        if (begun == null) {
            begun = begin();
        }
        return begun == null ? null : new Carried.Part(begun, partsSent);
    }

    /** The next message that may begin, from the channel whose turn it is. */
    private @Nullable OutMessage begin() {
        for (int waiting = turns.size(); waiting > 0; waiting--) {
            SendChannel channel = turns.remove();
            OutMessage message = channel.next();
            if (message != null && isWithinCredit(message)) {
                channel.begin();
                if (channel.waiting() > 0) {
                    turns.add(channel);
                }
                if (channel.usesSessionCredit()) {
                    begunBytes += message.bytes();
                }
                return message;
            }
            turns.add(channel);
        }
        return null;
    }

    private boolean isWithinCredit(OutMessage message) {
        return !message.channel().usesSessionCredit() || message.bytes() <= sessionLimitBytes - begunBytes;
    }

    /** What was next has been sent. */
    void sent(Carried.Part part) {
        if (part == lost.peek()) {
            lost.remove();
            return;
        }
        OutMessage message = part.message();
        partsSent = part.index() + 1;
        if (partsSent == message.parts()) {
            partsSent = 0;
            begun = null;
            unsentBytes -= message.bytes();
            if (!message.channel().isReliable()) {
                forget(message);
            }
        }
    }

    /** A part has arrived at the peer. */
    void arrived(Carried.Part part) {
        OutMessage message = part.message();
        if (message.channel().isReliable() && message.arrived(part.index())) {
            forget(message);
            message.channel().arrived(message);
            tellOfEnd(message.channel());
        }
    }

    /** A part was lost on the way, and is sent again where that matters. */
    void lost(Carried.Part part) {
        if (part.isWanted()) {
            lost.add(part);
        }
    }

    /** {@return whether something may be sent} */
    boolean hasNext() {
        return !ends.isEmpty() || next() != null;
    }

    /** {@return whether what was not sent yet would fill a packet, as far as bytes tell} */
    boolean fillsAPacket() {
        return unsentBytes >= OutMessage.MOST_BYTES_WHOLE;
    }

    /** Forgets everything: the session ends. */
    void clear() {
        if (begun != null && !begun.channel().isReliable()) {
            holdings.release(begun.held());
        }
        for (SendChannel channel : channels.values()) {
            channel.drain().forEach(message -> holdings.release(message.held()));
            channel.underWay().forEach(message -> holdings.release(message.held()));
        }
        channels.clear();
        turns.clear();
        lost.clear();
        ends.clear();
        begun = null;
        messages = 0;
        controlMessages = 0;
    }
}
