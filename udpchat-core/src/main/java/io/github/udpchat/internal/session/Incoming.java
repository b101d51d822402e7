package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a session receives: PROTOCOL.md, section 2.9. Owns the receiving halves of the channels and the credit
 * that was granted to the peer. Owned by one {@link Link}.
 */
final class Incoming {

    /** So many channels may be open; a server that opens more breaks the protocol. */
    static final int MOST_CHANNELS = 128;

    /** Room for the channels that most of 100,000 idle sessions have. */
    private static final int FEW = 2;

    private final Limits own;
    private final boolean peerOpens;
    private final ByteCredit bytes;
    private final Map<Long, ReceiveChannel> channels = new HashMap<>(FEW);

    private final OpenedChannels opened = new OpenedChannels();

    /** Of which something may be taken; each once, as in {@link #creditDue}. */
    private final Queue<ReceiveChannel> ready = new ArrayDeque<>(0);
    private final Queue<ReceiveChannel> creditDue = new ArrayDeque<>(0);
    private final Queue<Long> over = new ArrayDeque<>(0);

    /**
     * With the control channel.
     *
     * @param own       what this side is ready to receive at first
     * @param peerOpens whether it is the peer that opens channels: at a client
     * @param holdings  the endpoint's
     */
    Incoming(Limits own, boolean peerOpens, Holdings holdings) {
        this.own = own;
        this.bytes = new ByteCredit(own, holdings);
        this.peerOpens = peerOpens;
        name(ChannelId.CONTROL);
    }

    /** The application knows of a channel from here on: what has come on it may be taken. */
    void name(long channel) {
        opened.open(channel).forEach(this::make);
        ReceiveChannel named = Objects.requireNonNull(channels.get(channel));
        named.name();
        addOnce(ready, named);
    }

    /** Adds a channel, which is not yet in the queue or stays where it is; there are few. */
    private static void addOnce(Queue<ReceiveChannel> queue, ReceiveChannel channel) {
        if (!queue.contains(channel)) {
            queue.add(channel);
        }
    }

    /** As {@link #name}, but the channel takes no memory before something comes on it. */
    void nameInReserve(long channel) {
        opened.openInReserve(channel);
    }

    /** The peer has named a channel; refuses if it may not open it. */
    void onNamed(long channel) throws MalformedException {
        if (!ChannelId.isValid(channel) || channel(channel) == null) {
            throw new MalformedException("channel " + channel + " can't be used");
        }
        name(channel);
    }

    /** This side has ended a channel that it opened: the peer answers with its own end. */
    void answerDue(long channel) {
        Optional.ofNullable(channels.get(channel)).ifPresent(ReceiveChannel::awaitEnd);
    }

    /** {@return whether a channel was opened and has not ended} */
    boolean isOpen(long channel) {
        ReceiveChannel found = channels.get(channel);
        return found == null ? opened.isInReserve(channel) : !found.isGivenUp();
    }

    /** The peer grants credit for a channel, which must be one that it may use. */
    void onCredit(Frame.Credit credit) throws MalformedException {
        channel(credit.channel());
    }

    private void make(long id) {
        channels.put(id, new ReceiveChannel(id, own.channelCredit(), own.maxMessageBytes()));
    }

    /** The channel of that number, or null if it has ended. */
    private @Nullable ReceiveChannel channel(long id) throws MalformedException {
        long further = opened.further(id);
        if (further > 0) {
            if (!peerOpens || further > MOST_CHANNELS - channels.size()) {
                throw new MalformedException("channel " + id + " must not be opened");
            }
            opened.open(id).forEach(this::make);
        }
        if (opened.use(id)) {
            make(id);
            name(id);
        }
        ReceiveChannel channel = channels.get(id);
        return channel == null || channel.isGivenUp() ? null : channel;
    }

    /** {@return whether a frame brings nothing new, or what something waits for that is here already} */
    boolean completes(Frame frame) {
        return switch (frame) {
            case Frame.Message message -> completes(message.channel(), message.number());
            case Frame.Fragment fragment -> completes(fragment.channel(), fragment.number());
            default -> false;
        };
    }

    private boolean completes(long channel, long number) {
        ReceiveChannel found = channels.get(channel);
        return found != null && found.completes(number);
    }

    void onMessage(Frame.Message message) throws MalformedException {
        ReceiveChannel channel = channel(message.channel());
        if (channel != null) {
            received(channel, channel.onMessage(message));
        }
    }

    void onFragment(Frame.Fragment fragment) throws MalformedException {
        ReceiveChannel channel = channel(fragment.channel());
        if (channel != null) {
            received(channel, channel.onFragment(fragment));
        }
    }

    private void received(ReceiveChannel channel, int newBytes) throws MalformedException {
        if (channel.usesSessionCredit()) {
            bytes.received(newBytes);
        }
        if (channel.grants()) {
            addOnce(creditDue, channel);
        }
        addOnce(ready, channel);
    }

    /** The peer says that nothing comes on a channel from a number on. Where that is an answer, it is the last word. */
    void onEnd(Frame.End end) throws MalformedException {
        ReceiveChannel channel = channel(end.channel());
        if (channel == null) {
            return;
        }
        if (!peerOpens && !channel.awaitsEnd()) {
            throw new MalformedException("channel " + channel.id() + " was not ended by the server");
        }
        channel.onEnd(end.number());
        if (!peerOpens) {
            bytes.dropped(channel.giveUp());
        }
        addOnce(ready, channel);
    }

    /** A message that came on a channel. */
    record Arrival(long channel, ByteBuffer content, Receipt receipt) {

        Arrival(long channel, ByteBuffer content) {
            this(channel, content, new Receipt(channel, content.remaining()));
        }
    }

    /**
     * What is left of a message that is in the application's hands: enough to say that it was taken.
     *
     * @param creditFrom from when on the peer may send as much again, which is then {@link #credit credited}; or {@link #AT_ONCE}
     *                   when the message is taken
     */
    record Receipt(long channel, int bytes, long creditFrom) {

        static final long AT_ONCE = 0;

        Receipt(long channel, int bytes) {
            this(channel, bytes, AT_ONCE);
        }
    }

    /** {@return the next message for the application, which will say when it has {@link #taken} it, or null} */
    @Nullable
    Arrival take() {
        for (Iterator<ReceiveChannel> waiting = ready.iterator(); waiting.hasNext();) {
            ReceiveChannel channel = waiting.next();
            if (!channel.isNamed()) {
                continue;
            }
            ByteBuffer message = channel.poll();
            if (message != null) {
                Arrival arrival = new Arrival(channel.id(), message);
                if (channel.usesSessionCredit()) {
                    bytes.handedOn(arrival.receipt().bytes());
                }
                return arrival;
            }
            waiting.remove();
            forgetIfOver(channel);
        }
        return null;
    }

    /** The application has taken a message: the peer may send more, at once or when it is {@link #credit credited}. */
    void taken(Receipt message) {
        if (ReceiveChannel.usesSessionCredit(message.channel())) {
            bytes.letGo(message.bytes());
        }
        ReceiveChannel channel = channels.get(message.channel());
        if (channel != null) {
            channel.letGo();
            forgetIfOver(channel);
        }
        if (message.creditFrom() == Receipt.AT_ONCE) {
            credit(message);
        }
    }

    /** The peer may send more in place of a message that the application has taken, or is about to have. */
    void credit(Receipt message) {
        ReceiveChannel channel = channels.get(message.channel());
        if (channel != null && channel.credit()) {
            addOnce(creditDue, channel);
        }
        if (ReceiveChannel.usesSessionCredit(message.channel())) {
            bytes.credited(message.bytes());
        }
    }

    private void forgetIfOver(ReceiveChannel channel) {
        if (channel.isOver() && channels.remove(channel.id(), channel)) {
            creditDue.remove(channel);
            over.add(channel.id());
        }
    }

    /** {@return a channel that the peer has ended and of which everything was taken, once, or null} */
    @Nullable
    Long nextOver() {
        return over.poll();
    }

    /** {@return the next frame that tells of credit, which stays the next until {@link #creditTold}, or null} */
    @Nullable
    Frame peekCredit() {
        if (bytes.isDue()) {
            return bytes.told();
        }
        ReceiveChannel next = creditDue.peek();
        return next == null ? null : new Frame.Credit(next.id(), next.grant());
    }

    /** The peer is being told of what was next. */
    void creditTold() {
        if (bytes.isDue()) {
            bytes.setDue(false);
        } else {
            creditDue.remove();
        }
    }

    /** Forgets everything but what is in the application's hands: the session ends. */
    void clear() {
        bytes.clear();
        channels.clear();
        ready.clear();
        over.clear();
        creditDue.clear();
    }

    /** {@return whether the peer should be told of new credit} */
    boolean hasCreditDue() {
        return bytes.isDue() || !creditDue.isEmpty();
    }

    /** What told of a channel's credit was lost: it is told again. */
    void creditLost(long channel) {
        ReceiveChannel known = channels.get(channel);
        if (known != null) {
            addOnce(creditDue, known);
        }
    }

    /** What told of the session's credit was lost: it is told again. */
    void sessionCreditLost() {
        bytes.setDue(true);
    }
}
