package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * One side of a session from the moment that it has keys, alike at client and server: PROTOCOL.md, sections 2.6 and 2.8 to
 * 2.12. Owns packet protection, loss recovery and the channels. Owned by a {@link ClientSession} or a
 * {@link ServerSession}, which hears of what comes as its {@link LinkOwner}.
 *
 * <pre>
 *   open --own CLOSE, the peer's violation or slowness--> closing --3 s, the peer's CLOSE or RESET--> over
 *     '----the peer's CLOSE or RESET, silence-------------------------------------------------------> over
 * </pre>
 */
final class Link {

    /** A deadline that has come whatever the time. */
    private static final long AT_ONCE = 0;

    private final LinkOwner owner;
    private final boolean client;
    private final Scratch scratch;
    private final PacketOpener opener;
    private final Packets packets;
    private final Channels channels;
    private final Vitals vitals;
    private final Paths paths;
    private @Nullable Closing closing;
    private boolean over;

    /** An open link with a peer that is at that address at first. Scratch and holdings are the endpoint's. */
    Link(long now, LinkKeys keys, InetSocketAddress peer, Scratch scratch, Holdings holdings, LinkOwner owner) {
        this.owner = owner;
        this.client = keys.client();
        this.vitals = new Vitals(now, keys.idleTimeout(), !client);
        this.scratch = scratch;
        this.opener = new PacketOpener(keys.receiving(), keys.aead());
        this.channels = new Channels(keys, holdings);
        this.packets = new Packets(now, keys, channels.outgoing(), channels.incoming(), scratch);
        this.paths = new Paths(keys.sessionId(), peer, keys.entropy());
    }

    // ---- what comes

    /** Reads a DATA packet of this session whose form is right: section 2.6, from step 3. Returns why it is dropped, or null. */
    @Nullable
    DropReason onData(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        if (over) {
            return DropReason.UNKNOWN_SESSION;
        }
        boolean newest = DataPacket.number(datagram) > opener.highest();
        ByteBuffer opened = scratch.forOpening();
        DropReason refusal = opener.open(datagram, opened);
        if (refusal != null) {
            if (opener.isWornOut()) {
                end(now, new SessionEnd.Violation("so many forgeries that the key is worn out"), out);
            }
            return refusal;
        }
        vitals.heard(now, paths.isCurrent(from));
        paths.onPacket(now, from, datagram.remaining(), newest);
        owner.onHeard(now);
        try {
            List<Frame> frames = FrameReader.read(opened.flip(), client);
            if (closing != null) {
                actWhileClosing(now, from, datagram.remaining(), frames, closing, out);
                return null;
            }
            boolean held = channels.canHold(frames);
            if (held) {
                packets.received(now, DataPacket.number(datagram), frames.stream().anyMatch(Frame::elicits));
            }
            // What can't be held is not acknowledged, so the peer says it again; the rest may be what frees the memory.
            act(now, from, held ? frames : Channels.withoutContent(frames), out);
            return held ? null : DropReason.MEMORY_FULL;
        } catch (MalformedException violation) {
            end(now, new SessionEnd.Violation(violation.getMessage()), out);
            return DropReason.PROTOCOL_VIOLATION;
        }
    }

    private void act(long now, InetSocketAddress from, List<Frame> frames, Outbox out) throws MalformedException {
        for (Frame frame : frames) {
            act(now, from, frame, out);
            if (over) {
                return;
            }
        }
        handOn(now, out);
        flush(now, out);
    }

    private void actWhileClosing(long now, InetSocketAddress from, int bytes, List<Frame> frames, Closing farewell,
            Outbox out) {
        if (frames.stream().anyMatch(Frame.Close.class::isInstance)) {
            forget();
            return;
        }
        Frame.Close answer = farewell.answer(now, paths.isCurrent(from) ? Integer.MAX_VALUE : bytes);
        if (answer != null) {
            packets.sendAlone(now, answer, from, out);
        }
    }

    private void act(long now, InetSocketAddress from, Frame frame, Outbox out) throws MalformedException {
        switch (frame) {
            case Frame.Ping elicitsAndIsThatAll -> {
            }
            case Frame.Ack ack -> vitals.progressed(packets.acknowledged(now, ack));
            case Frame.Message message -> channels.incoming().onMessage(message);
            case Frame.Fragment fragment -> channels.incoming().onFragment(fragment);
            case Frame.End end -> channels.incoming().onEnd(end);
            case Frame.Credit credit -> vitals.progressed(channels.onCredit(credit));
            case Frame.SessionCredit(long limitBytes) -> vitals.progressed(channels.outgoing().allowBytes(limitBytes));
            case Frame.PathChallenge(long data) -> packets.sendAlone(now, new Frame.PathResponse(data), peer(), out);
            case Frame.PathResponse response -> packets.onPathChange(paths.onResponse(now, from, response, out));
            case Frame.Close(long code, String text) -> {
                packets.sendAlone(now, new Frame.Close(code, ""), from, out);
                forget();
                owner.onEnd(now, new SessionEnd.ByPeer(code, text), out);
            }
        }
    }

    /** Hands on what is ready. */
    private void handOn(long now, Outbox out) throws MalformedException {
        Incoming incoming = channels.incoming();
        for (Incoming.Arrival next = incoming.take(); next != null && isOpen(); next = incoming.take()) {
            try {
                owner.onMessage(now, next, out);
            } catch (MalformedException violation) {
                incoming.taken(next.receipt());
                throw violation;
            }
            if (next.channel() == ChannelId.CONTROL) {
                incoming.taken(next.receipt());
            }
        }
        answerEnds(now, out);
    }

    /** The application has taken a message that came on the link. */
    void taken(long now, Incoming.Receipt message, Outbox out) {
        channels.incoming().taken(message);
        try {
            answerEnds(now, out);
            flush(now, out);
        } catch (MalformedException violation) {
            end(now, new SessionEnd.Violation(violation.getMessage()), out);
        }
    }

    /** Tells of the channels that have ended and of which everything was taken. */
    private void answerEnds(long now, Outbox out) throws MalformedException {
        for (Long ended = channels.nextAnswered(); ended != null; ended = channels.nextAnswered()) {
            owner.onChannelEnd(now, ended, out);
        }
    }

    /** The peer has proved that it does not know the session any more. */
    void onReset(long now, Outbox out) {
        boolean wasOpen = isOpen();
        forget();
        if (wasOpen) {
            owner.onEnd(now, new SessionEnd.Forgotten(), out);
        }
    }

    // ---- what goes

    /** {@return the channels: what is said there leaves with {@link #flush}} */
    Channels channels() {
        return channels;
    }

    /** The application knows of a channel from here on; what came on it before is handed on. */
    void name(long now, long channel, Outbox out) throws MalformedException {
        channels.incoming().onNamed(channel);
        handOn(now, out);
    }

    /** Sends what may be sent now. */
    void flush(long now, Outbox out) {
        if (isOpen()) {
            packets.send(now, peer(), out);
            for (Paths.Challenge next = paths.nextChallenge(now); next != null; next = paths.nextChallenge(now)) {
                packets.sendAlone(now, next.frame(), next.to(), out);
            }
            vitals.waits(now, packets.waitsFor());
        }
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
            packets.sendAlone(now, closing.frame(), peer(), out);
            channels.clear();
        }
    }

    /** Ends the session of a program that can't linger: says so several times, and is over. */
    void closeAtOnce(long now, int code, String text, Outbox out) {
        Frame.Close goodbye = closing == null ? new Frame.Close(code, text) : closing.frame();
        for (int times = 0; !over && times < Closing.GOODBYES; times++) {
            packets.sendAlone(now, goodbye, peer(), out);
        }
        forget();
    }

    /** The session is over, and the peer is not told: nothing shows that it ever was. */
    void forget() {
        over = true;
        channels.clear();
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
                forget();
            } else if (closing.isDueAgain(now)) {
                packets.sendAlone(now, closing.frame(), peer(), out);
            }
        } else if (vitals.isSilent(now)) {
            forget();
            owner.onEnd(now, new SessionEnd.Silence(), out);
        } else {
            sayWhatIsDue(now, out);
            // After that: a loss that was noticed only now may show that for long nothing but credit has been waited for.
            if (isOpen() && vitals.isStuck(now)) {
                close(now, CloseCode.SLOW_CONSUMER, "", out);
                owner.onEnd(now, new SessionEnd.TooSlow(), out);
            }
        }
    }

    private void sayWhatIsDue(long now, Outbox out) {
        if (packets.maySeal()) {
            paths.onTimer(now);
            packets.onTimer(now);
            flush(now, out);
        }
        // Also where that was the last packet that the key was good for.
        if (!packets.maySeal()) {
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
        long next = Math.min(vitals.nextDeadline(), paths.nextDeadline());
        return packets.maySeal() ? Math.min(next, packets.nextDeadline()) : AT_ONCE;
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
        return vitals.idleTimeout();
    }

    /** {@return the smoothed round-trip time on the present path of an open link, once there was a sample} */
    OptionalLong roundTripNanos() {
        return isOpen() ? packets.roundTripNanos() : OptionalLong.empty();
    }

    /** {@return where the peer is, as far as is known for sure} */
    InetSocketAddress peer() {
        return paths.current();
    }
}
