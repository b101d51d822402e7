package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * One side of a session from the moment that it has keys, alike at client and server: PROTOCOL.md, sections 2.6 and 2.8 to
 * 2.11. Owns packet protection, loss recovery and the channels. Owned by a {@link SessionClient} or a
 * {@link ServerSession}, which hears of what comes as its {@link Owner}.
 *
 * <pre>
 *   open --own CLOSE, the peer's violation--> closing --3 s, the peer's CLOSE or RESET--> over
 *     '----the peer's CLOSE or RESET, silence-------------------------------------------> over
 * </pre>
 */
final class Link {

    private static final int GOODBYES = 3;

    /** A deadline that has come whatever the time. */
    private static final long AT_ONCE = 0;

    private final Owner owner;
    private final boolean client;
    private final long idleNanos;
    private final Scratch scratch;
    private final PacketOpener opener;
    private final Packets packets;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final InetSocketAddress peer;
    private long lastHeard;
    private @Nullable Closing closing;
    private boolean over;

    /** Who has the link, and hears what comes on it. */
    interface Owner {

        /** Something authentic came, whatever it is. */
        void onHeard(long now);

        /** A message came. What is wrong with it ends the session as a violation. */
        void onMessage(long now, long channel, ByteBuffer message, Outbox out) throws MalformedException;

        /** The server has ended a channel. */
        default void onChannelEnd(long channel) throws MalformedException {}

        /** The session has ended without this side's wish; nothing more comes. */
        void onEnd(long now, SessionEnd why, Outbox out);
    }

    /**
     * An open link.
     *
     * @param scratch the endpoint's
     */
    Link(long now, LinkKeys keys, InetSocketAddress peer, Scratch scratch, Owner owner) {
        this.owner = owner;
        this.client = keys.client();
        this.idleNanos = keys.idleTimeout().toNanos();
        this.scratch = scratch;
        this.opener = new PacketOpener(keys.receiving(), keys.aead());
        this.outgoing = new Outgoing(keys.peers());
        this.incoming = new Incoming(keys.own(), client);
        this.packets = new Packets(now, keys, outgoing, incoming, scratch);
        this.peer = peer;
        this.lastHeard = now;
    }

    // ---- what comes

    /**
     * Reads a DATA packet of this session whose form is right: section 2.6, from step 3.
     *
     * @return why it is dropped, or null
     */
    @Nullable
    DropReason onData(long now, ByteBuffer datagram, Outbox out) {
        if (over) {
            return DropReason.UNKNOWN_SESSION;
        }
        ByteBuffer opened = scratch.forOpening();
        DropReason refusal = opener.open(datagram, opened);
        if (refusal != null) {
            if (opener.isWornOut()) {
                end(now, new SessionEnd.Violation("so many forgeries that the key is worn out"), out);
            }
            return refusal;
        }
        lastHeard = now;
        owner.onHeard(now);
        try {
            List<Frame> frames = FrameReader.read(opened.flip(), client);
            packets.received(now, DataPacket.number(datagram), frames.stream().anyMatch(Frame::elicits));
            act(now, frames, out);
            return null;
        } catch (MalformedException violation) {
            end(now, new SessionEnd.Violation(violation.getMessage()), out);
            return DropReason.PROTOCOL_VIOLATION;
        }
    }

    private void act(long now, List<Frame> frames, Outbox out) throws MalformedException {
        if (closing != null) {
            actWhileClosing(now, frames, closing, out);
            return;
        }
        for (Frame frame : frames) {
            act(now, frame, out);
            if (over) {
                return;
            }
        }
        handOn(now, out);
        flush(now, out);
    }

    private void actWhileClosing(long now, List<Frame> frames, Closing farewell, Outbox out) {
        if (frames.stream().anyMatch(Frame.Close.class::isInstance)) {
            over = true;
        } else if (farewell.mayAnswer(now)) {
            packets.sendAlone(now, farewell.frame(), peer, out);
        }
    }

    private void act(long now, Frame frame, Outbox out) throws MalformedException {
        switch (frame) {
            case Frame.Ping ping -> {
                // It elicits; that is all.
            }
            case Frame.Ack ack -> packets.acknowledged(now, ack);
            case Frame.Message message -> incoming.onMessage(message);
            case Frame.Fragment fragment -> incoming.onFragment(fragment);
            case Frame.End end -> incoming.onEnd(end);
            case Frame.Credit credit -> {
                incoming.onCredit(credit);
                outgoing.allow(credit.channel(), credit.limit());
            }
            case Frame.SessionCredit(long limitBytes) -> outgoing.allowBytes(limitBytes);
            case Frame.PathChallenge challenge -> packets.sendAlone(
                    now, new Frame.PathResponse(challenge.data()), peer, out);
            case Frame.PathResponse response -> {
                // No challenge is open: it is late.
            }
            case Frame.Close(long code, String text) -> {
                packets.sendAlone(now, new Frame.Close(code, ""), peer, out);
                over = true;
                owner.onEnd(now, new SessionEnd.ByPeer(code, text), out);
            }
        }
    }

    /** Hands on what is ready, and answers the peer's ends with its own. */
    private void handOn(long now, Outbox out) throws MalformedException {
        for (Incoming.Arrival next = incoming.take(); next != null && isOpen(); next = incoming.take()) {
            owner.onMessage(now, next.channel(), next.message(), out);
        }
        for (Long ended = incoming.nextOver(); ended != null; ended = incoming.nextOver()) {
            if (client) {
                outgoing.end(ended);
                owner.onChannelEnd(ended);
            }
        }
    }

    /** The peer has proved that it does not know the session any more. */
    void onReset(long now, Outbox out) {
        boolean wasOpen = isOpen();
        over = true;
        if (wasOpen) {
            owner.onEnd(now, new SessionEnd.Forgotten(), out);
        }
    }

    // ---- what goes

    /** The application knows of a channel from here on; what came on it before is handed on. */
    void name(long now, long channel, Outbox out) throws MalformedException {
        incoming.onNamed(channel);
        handOn(now, out);
    }

    /** Opens a channel: at a server, before anything is sent on it. */
    void open(long channel) {
        incoming.name(channel);
    }

    /** Ends a channel: at a server, after which nothing is sent on it. To be followed by {@link #flush}. */
    void end(long channel) {
        outgoing.end(channel);
        incoming.answerDue(channel);
    }

    /** Takes a message for the peer; returns whether there was room. To be followed by {@link #flush}. */
    boolean send(long channel, ByteBuffer message) {
        return incoming.isOpen(channel) && outgoing.add(channel, message);
    }

    /** Sends what may be sent now. */
    void flush(long now, Outbox out) {
        if (!isOpen()) {
            return;
        }
        packets.send(now, peer, out);
    }

    /** {@return the longest message that the peer takes} */
    int mostMessageBytes() {
        return outgoing.mostMessageBytes();
    }

    /** Says again what the peer has not acknowledged for longest, whatever the clock of loss recovery says. */
    void probe(long now, Outbox out) {
        packets.probe();
        flush(now, out);
    }

    /** Ends the session for a reason, and lingers. */
    void close(long now, int code, String text, Outbox out) {
        if (isOpen()) {
            closing = new Closing(now, new Frame.Close(code, text));
            packets.sendAlone(now, closing.frame(), peer, out);
            outgoing.clear();
            incoming.clear();
        }
    }

    /** Ends the session of a program that can't linger: says so several times, and is over. */
    void closeAtOnce(long now, int code, String text, Outbox out) {
        Frame.Close goodbye = closing == null ? new Frame.Close(code, text) : closing.frame();
        for (int times = 0; !over && times < GOODBYES; times++) {
            packets.sendAlone(now, goodbye, peer, out);
        }
        over = true;
    }

    /** The session is over, and the peer is not told: nothing shows that it ever was. */
    void forget() {
        over = true;
    }

    private void end(long now, SessionEnd.Violation why, Outbox out) {
        if (isOpen()) {
            close(now, CloseCode.VIOLATION, why.what(), out);
            owner.onEnd(now, why, out);
        }
    }

    // ---- time

    /** The time of {@link #nextDeadline} may have come. */
    void onTimer(long now, Outbox out) {
        if (over) {
            return;
        }
        if (closing != null) {
            if (closing.isOver(now)) {
                over = true;
            } else if (closing.isDueAgain(now)) {
                packets.sendAlone(now, closing.frame(), peer, out);
            }
        } else if (now - lastHeard >= idleNanos) {
            over = true;
            owner.onEnd(now, new SessionEnd.Silence(), out);
        } else if (packets.maySeal()) {
            packets.onTimer(now);
            flush(now, out);
        } else {
            end(now, new SessionEnd.Violation("so many packets without an acknowledgement that the key is worn out"),
                    out);
        }
    }

    /** {@return when {@link #onTimer} has something to do, or {@link Machine#NEVER}} */
    long nextDeadline() {
        if (over) {
            return Machine.NEVER;
        }
        if (closing != null) {
            return closing.nextDeadline();
        }
        return packets.maySeal() ? Math.min(lastHeard + idleNanos, packets.nextDeadline()) : AT_ONCE;
    }

    /** {@return whether the session is neither closing nor over} */
    boolean isOpen() {
        return closing == null && !over;
    }

    /** {@return whether nothing more is to be done for the session, which may be forgotten} */
    boolean isOver() {
        return over;
    }

    /** {@return silence that ends the session} */
    Duration idleTimeout() {
        return Duration.ofNanos(idleNanos);
    }

    /** {@return where the peer is} */
    InetSocketAddress peer() {
        return peer;
    }
}
