package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.recovery.AcknowledgementException;
import io.github.udpchat.internal.recovery.ReceivedPackets;
import io.github.udpchat.internal.recovery.Recovery;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.MalformedException;

/**
 * Puts frames into packets, and knows what each packet carried until it has arrived or is lost: PROTOCOL.md, sections 2.10 and
 * 2.11. Owns the sealer, loss recovery, and what is to be acknowledged. Owned by one {@link Link}.
 */
final class Packets {

    /** A frame waits so long for company, if something was sent just before. */
    static final long COALESCING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So many packets in a row may want no acknowledgement; the next carries a PING. */
    static final int MOST_NOT_ELICITING = 256;

    /** A client's packet that elicits has so many bytes of frames at least, and so 64 bytes as a datagram. */
    private static final int LEAST_FRAMES_BYTES = 64 - DataPacket.HEADER_BYTES - DataPacket.TAG_BYTES;

    /** Numbers are left out at random, one in this many. */
    private static final int LEFT_OUT_ONE_IN = 64;

    private final boolean client;
    private final PacketSealer sealer;
    private final Outgoing outgoing;
    private final Incoming incoming;
    private final Entropy entropy;
    private final Recovery<List<Carried>> recovery = new Recovery<>();
    private final ReceivedPackets received = new ReceivedPackets();
    private final Heartbeat heartbeat;
    private final Scratch scratch;
    private ByteBuffer frames;
    private long lastSent;
    private long nextLeftOut;
    private int notEliciting;
    private int probes;

    Packets(long now, LinkKeys keys, Outgoing outgoing, Incoming incoming, Scratch scratch) {
        this.client = keys.client();
        this.sealer = new PacketSealer(keys.sessionId(), keys.sending(), keys.aead());
        this.outgoing = outgoing;
        this.incoming = incoming;
        this.entropy = keys.entropy();
        this.heartbeat = new Heartbeat(now, keys.idleTimeout(), entropy);
        this.scratch = scratch;
        this.frames = scratch.forSealing();
        this.lastSent = now - COALESCING_NANOS;
        this.nextLeftOut = drawLeftOut();
    }

    private long drawLeftOut() {
        return sealer.nextNumber() + 1 + Long.remainderUnsigned(entropy.nextLong(), 2 * LEFT_OUT_ONE_IN);
    }

    // ---- what comes

    /** An authentic packet has come. */
    void received(long now, long number, boolean eliciting) {
        received.onReceived(now, number, eliciting);
    }

    /** The peer says what has arrived. Returns whether anything of a message has, or an end, or credit. */
    boolean acknowledged(long now, Frame.Ack ack) throws MalformedException {
        try {
            Recovery.Outcome<List<Carried>> outcome = recovery.onAck(
                    now, ack.ranges(), TimeUnit.MICROSECONDS.toNanos(ack.delayMicros()));
            sealer.acknowledged(ack.ranges().largest());
            boolean progress = false;
            for (List<Carried> packet : outcome.arrived()) {
                progress |= arrived(packet);
            }
            outcome.lost().forEach(this::lost);
            return progress;
        } catch (AcknowledgementException lie) {
            throw new MalformedException(lie.getMessage());
        }
    }

    /** Returns whether there was more in a packet than an acknowledgement. */
    private boolean arrived(List<Carried> packet) {
        boolean progress = false;
        for (Carried carried : packet) {
            progress |= !(carried instanceof Carried.Acknowledgement);
            switch (carried) {
                case Carried.Part part -> outgoing.arrived(part);
                case Carried.Acknowledgement(long largest) -> received.onAckOfAck(largest);
                case Carried.End end -> {
                    // The peer knows.
                }
                case Carried.ChannelCredit credit -> {
                    // The peer knows.
                }
                case Carried.SessionCredit credit -> {
                    // The peer knows.
                }
            }
        }
        return progress;
    }

    private void lost(List<Carried> packet) {
        for (Carried carried : packet) {
            switch (carried) {
                case Carried.Part part -> outgoing.lost(part);
                case Carried.End end -> outgoing.lost(end);
                case Carried.ChannelCredit(long channel) -> incoming.creditLost(channel);
                case Carried.SessionCredit credit -> incoming.sessionCreditLost();
                case Carried.Acknowledgement acknowledgement -> {
                    // Whatever matters of it stands in the next one.
                }
            }
        }
    }

    /** The peer may be at another address: then what may be lost is said again at once. */
    void onPathChange(Paths.Change change) {
        switch (change) {
            case NONE -> {
                // The response is late, or of no use.
            }
            case ANOTHER_PORT -> {
                recovery.onPortChanged();
                probes = Recovery.MOST_PROBES;
            }
            case ANOTHER_ADDRESS -> {
                recovery.onPathChanged();
                probes = Recovery.MOST_PROBES;
            }
        }
    }

    // ---- what goes

    /** The time of {@link #nextDeadline} may have come: finds out what is lost, and what must be probed. */
    void onTimer(long now) {
        // Again where a loss leaves the probe timeout due.
        while (probes == 0 && recovery.nextDeadline() <= now) {
            Recovery.Timeout<List<Carried>> timeout = recovery.onTimer(now);
            timeout.lost().forEach(this::lost);
            probes = timeout.probes();
        }
    }

    /** The next packet says again what the peer has not acknowledged for longest. */
    void probe() {
        probes++;
    }

    /** {@return what it is that the peer has not everything for} */
    Vitals.Wait waitsFor() {
        if (outgoing.isEmpty()) {
            return Vitals.Wait.FOR_NOTHING;
        }
        return recovery.inFlight() == 0 ? Vitals.Wait.FOR_CREDIT : Vitals.Wait.FOR_ACKNOWLEDGEMENT;
    }

    /** {@return whether another packet may be sealed; if not, the session must end} */
    boolean maySeal() {
        return sealer.maySeal();
    }

    /** Leaves the number out that was drawn for that, if it is its turn. */
    private void leaveOut() {
        if (sealer.nextNumber() == nextLeftOut) {
            recovery.leaveOut(nextLeftOut);
            sealer.leaveOutNumber();
            nextLeftOut = drawLeftOut();
        }
    }

    /** Sends what is due, as far as the congestion window allows. */
    void send(long now, InetSocketAddress to, Outbox out) {
        for (leaveOut(); sealer.maySeal() && isSomethingDue(now); leaveOut()) {
            List<Carried> carried = new ArrayList<>(2);
            frames = scratch.forSealing().limit(DataPacket.MAX_FRAMES_BYTES);
            if (received.hasNews()) {
                putAcknowledgement(now, carried);
            }
            boolean eliciting = mayHaveContent(now) && putContent(carried);
            if (!eliciting && (probes > 0 || heartbeat.isDue(now)
                    || notEliciting >= MOST_NOT_ELICITING && recovery.hasRoom())) {
                eliciting = putProbe(carried);
            }
            probes = Math.max(0, probes - 1);
            pad(eliciting);
            lastSent = now;
            out.send(to, seal(now, eliciting, carried));
        }
    }

    private boolean isSomethingDue(long now) {
        return probes > 0 || heartbeat.isDue(now) || received.ackDeadline() <= now
                || mayHaveContent(now) && hasContent()
                        && (now >= lastSent + COALESCING_NANOS || outgoing.hasNext() && outgoing.fillsAPacket());
    }

    private boolean mayHaveContent(long now) {
        return probes > 0 || recovery.maySend(now);
    }

    private boolean hasContent() {
        return incoming.hasCreditDue() || outgoing.hasNext();
    }

    private void putAcknowledgement(long now, List<Carried> carried) {
        Frame.Ack ack = new Frame.Ack(received.ranges(), TimeUnit.NANOSECONDS.toMicros(received.delayNanos(now)));
        ack.writeTo(frames);
        received.onAckSent();
        carried.add(new Carried.Acknowledgement(ack.ranges().largest()));
    }

    private boolean putContent(List<Carried> carried) {
        int before = frames.position();
        for (Frame credit = incoming.peekCredit(); credit != null && put(credit); credit = incoming.peekCredit()) {
            incoming.creditTold();
            carried.add(credit instanceof Frame.Credit(long channel, long limit) ? new Carried.ChannelCredit(channel)
                    : new Carried.SessionCredit());
        }
        for (Carried.End end = outgoing.peekEnd(); end != null && put(end.frame()); end = outgoing.peekEnd()) {
            outgoing.endTold();
            carried.add(end);
        }
        for (Carried.Part part = outgoing.next(); part != null && put(part.frame()); part = outgoing.next()) {
            outgoing.sent(part);
            carried.add(part);
        }
        return frames.position() > before;
    }

    private boolean put(Frame frame) {
        if (frame.bytes() > frames.remaining()) {
            return false;
        }
        frame.writeTo(frames);
        return true;
    }

    /** Says again what the peer has not acknowledged for longest, or PING: RFC 9002 section 6.2.4. */
    private boolean putProbe(List<Carried> carried) {
        List<Carried> oldest = probes > 0 ? recovery.oldestOutstanding() : null;
        if (oldest != null) {
            for (Carried again : oldest) {
                if (again instanceof Carried.Part part && part.isWanted() && put(part.frame())) {
                    carried.add(part);
                }
            }
        }
        put(new Frame.Ping());
        return true;
    }

    /**
     * Sends one frame in a packet of its own, whatever else waits; a worn-out key is good for a few of them still. It is not in
     * flight, even if it elicits: a path frame says nothing of the path that the rest takes, and nobody says it again for its
     * loss; and a peer must not be able to fill the memory with what it does not acknowledge.
     */
    void sendAlone(long now, Frame frame, InetSocketAddress to, Outbox out) {
        leaveOut();
        if (sealer.maySealLast()) {
            frames = scratch.forSealing();
            frame.writeTo(frames);
            pad(frame.elicits());
            out.send(to, seal(now, false, List.of()));
        }
    }

    private void pad(boolean eliciting) {
        while (client && eliciting && frames.position() < LEAST_FRAMES_BYTES) {
            frames.put(Frame.PADDING);
        }
    }

    private ByteBuffer seal(long now, boolean inFlight, List<Carried> carried) {
        long number = sealer.nextNumber();
        ByteBuffer datagram = sealer.seal(frames.flip());
        recovery.onPacketSent(now, number, inFlight, carried);
        notEliciting = inFlight ? 0 : notEliciting + 1;
        if (inFlight) {
            heartbeat.sent(now);
        }
        return datagram;
    }

    /** {@return when {@link #onTimer} and {@link #send} have something to do} */
    long nextDeadline() {
        long next = Math.min(Math.min(recovery.nextDeadline(), received.ackDeadline()), heartbeat.dueAt());
        return recovery.hasRoom() && hasContent() ? Math.min(next, contentDueAt()) : next;
    }

    /** {@return the smoothed round-trip time on the present path, once there was a sample} */
    OptionalLong roundTripNanos() {
        return recovery.sampledRttNanos();
    }

    private long contentDueAt() {
        long coalesced = outgoing.hasNext() && outgoing.fillsAPacket() ? lastSent : lastSent + COALESCING_NANOS;
        return Math.max(coalesced, recovery.nextSendAt());
    }
}
