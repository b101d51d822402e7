package io.github.udpchat.internal.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The sending half: knows which packets are under way, finds out which have arrived and which are lost, and says how many may
 * be sent (PROTOCOL.md, section 2.10; RFC 9002). Owned by one side of one session; not safe for several threads. It is told
 * the time in nanoseconds, which never goes back, and sends nothing itself.
 *
 * <p>
 * A packet that elicits is in flight until it is acknowledged or lost, and its note comes back exactly once: from
 * {@link #onAck} or {@link #onTimer}. What is lost is forgotten; an acknowledgement that comes after all has no effect. A
 * packet that does not elicit is never in flight and never lost; its note comes back when it is acknowledged, if it is.
 *
 * <p>
 * It takes some 450 bytes when idle, and for each packet under way 60 more and its note. Under way are at most a window,
 * {@value #MOST_PROBES} packets for each probe timeout in a row (the owner gives up on a peer that acknowledges nothing,
 * section 2.11), and {@value UnderWay#MOST_NOT_ELICITING} that don't elicit.
 *
 * @param <T> what the owner notes about a packet, to know what to send again
 */
public final class Recovery<T> {

    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The probe timeout is doubled up to this: a chat that waits longer looks dead. */
    public static final long MAX_PROBE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Most packets that one probe timeout asks for (RFC 9002 section 6.2.4). */
    public static final int MOST_PROBES = 2;

    /** A packet is lost when one has arrived that was sent so many later (RFC 9002 section 6.1.1). */
    private static final int PACKET_THRESHOLD = 3;

    /** Persistent congestion lasts so many probe timeouts (RFC 9002 section 7.6.1). */
    private static final int PERSISTENT_CONGESTION_THRESHOLD = 3;

    /** After so many the shortest probe timeout, of 26 ms, is longer than the longest. */
    private static final int MOST_DOUBLINGS = 8;

    private static final long NONE = -1;

    private final SentNumbers numbers = new SentNumbers();
    private final UnderWay<T> underWay = new UnderWay<>();
    private Pacer pacer = new Pacer();
    private RttEstimate rtt = new RttEstimate(NONE);
    private CongestionWindow congestion = new CongestionWindow(NONE);
    private long newestSent = NONE;
    private long newestArrived = NONE;
    /** When the newest packet that elicits was sent, or the last probe timeout was over. */
    private long probeTimerStart;
    private int probeTimeouts;

    /**
     * What an acknowledgement tells.
     *
     * @param arrived the notes of packets acknowledged for the first time, in the order of sending
     * @param lost    the notes of packets that are lost, likewise
     */
    public record Outcome<T>(List<T> arrived, List<T> lost) {}

    /**
     * What a timer tells.
     *
     * @param lost   the notes of packets that are lost, in the order of sending
     * @param probes so many packets that elicit must leave now, whatever {@link Recovery#maySend} says
     */
    public record Timeout<T>(List<T> lost, int probes) {}

    // ---- sending

    /** {@return whether the congestion window has room for a packet that elicits; it leaves at {@link #nextSendAt}} */
    public boolean hasRoom() {
        return inFlight() < window();
    }

    /** {@return whether a packet that elicits may leave now} */
    public boolean maySend(long now) {
        return hasRoom() && nextSendAt() <= now;
    }

    /** {@return from when on a packet that elicits may leave, if the window has room: packets are paced (section 7.7)} */
    public long nextSendAt() {
        return pacer.nextAt(rtt.smoothedNanos(), window());
    }

    /**
     * A packet leaves.
     *
     * @param number    above all numbers before
     * @param eliciting whether it wants to be acknowledged
     * @param note      comes back when the packet has arrived or is lost
     */
    public void onPacketSent(long now, long number, boolean eliciting, T note) {
        numbers.use(number);
        newestSent++;
        underWay.add(new SentPacket<>(number, newestSent, now, eliciting, note));
        if (eliciting) {
            probeTimerStart = now;
            pacer.onSent(now, rtt.smoothedNanos(), window());
        }
    }

    /**
     * A number above all numbers before is left out on purpose: whoever acknowledges it lies (RFC 9000 section 21.4). The
     * newest {@value SentNumbers#MOST_LEFT_OUT} are remembered.
     */
    public void leaveOut(long number) {
        numbers.leaveOut(number);
    }

    // ---- what arrives, and what does not

    /**
     * The peer acknowledges packets.
     *
     * @param delayNanos how long it kept the largest of them, as it says
     * @throws AcknowledgementException if a number was never sent; then nothing has changed
     */
    public Outcome<T> onAck(long now, AckRanges acked, long delayNanos) throws AcknowledgementException {
        numbers.requireSent(acked);
        boolean windowWasFull = !hasRoom();
        int inFlightBefore = inFlight();
        List<SentPacket<T>> arrived = underWay.takeArrived(acked);
        if (arrived.isEmpty()) {
            return new Outcome<>(List.of(), List.of());
        }
        probeTimeouts = 0;
        SentPacket<T> newest = arrived.getLast();
        newestArrived = Math.max(newestArrived, newest.order());
        // Section 5.1: the largest is acknowledged for the first time, and something that elicits is.
        if (newest.number() == acked.largest() && inFlight() < inFlightBefore) {
            rtt.onSample(newest.order(), newestSent, now - newest.sentAt(), delayNanos);
        }
        List<T> lost = takeLost(now);
        if (windowWasFull) {
            growWindow(arrived);
        }
        return new Outcome<>(notes(arrived), lost);
    }

    private void growWindow(List<SentPacket<T>> arrived) {
        for (SentPacket<T> packet : arrived) {
            if (packet.eliciting()) {
                congestion.onArrived(packet.order());
            }
        }
    }

    private List<T> takeLost(long now) {
        List<SentPacket<T>> taken = underWay.takeLost(newestArrived, newestArrived - PACKET_THRESHOLD,
                now - rtt.lossDelayNanos());
        if (taken.isEmpty()) {
            return List.of();
        }
        List<SentPacket<T>> lost = taken.stream().filter(SentPacket::eliciting).toList();
        if (!lost.isEmpty()) {
            congestion.onLost(lost.getLast().order(), newestSent);
            if (isPersistentCongestion(taken)) {
                congestion.onPersistentCongestion();
                rtt.onPersistentCongestion();
            }
        }
        return notes(lost);
    }

    /** Whether all that was sent for long is lost: RFC 9002 section 7.6.2. */
    private boolean isPersistentCongestion(List<SentPacket<T>> lost) {
        long longest = PERSISTENT_CONGESTION_THRESHOLD * rtt.probeTimeoutNanos();
        SentPacket<T> first = null;
        long previous = NONE;
        for (SentPacket<T> packet : lost) {
            if (packet.order() != previous + 1) {
                // One between them is not under way any more: it may have arrived.
                first = null;
            }
            previous = packet.order();
            if (packet.eliciting() && rtt.wasSampledBefore(packet.order())) {
                first = first == null ? packet : first;
                if (packet.sentAt() - first.sentAt() > longest) {
                    return true;
                }
            }
        }
        return false;
    }

    private static <T> List<T> notes(List<SentPacket<T>> packets) {
        List<T> notes = new ArrayList<>(packets.size());
        for (SentPacket<T> packet : packets) {
            notes.add(packet.note());
        }
        return notes;
    }

    // ---- time

    /** {@return when {@link #onTimer} has something to do, or {@link #NEVER}} */
    public long nextDeadline() {
        SentPacket<T> oldest = underWay.oldestInFlight();
        if (oldest == null) {
            return NEVER;
        }
        return waitsForItsLoss(oldest) ? oldest.sentAt() + rtt.lossDelayNanos()
                : probeTimerStart + probeTimeoutNanos();
    }

    /**
     * The time of {@link #nextDeadline} may have come: packets are lost, the peer must be probed, or both. The next deadline
     * is later than now.
     */
    public Timeout<T> onTimer(long now) {
        List<T> lost = takeLost(now);
        if (now < nextDeadline()) {
            return new Timeout<>(lost, 0);
        }
        probeTimeouts++;
        probeTimerStart = now;
        return new Timeout<>(lost, Math.min(MOST_PROBES, inFlight()));
    }

    /** Whether a later packet has arrived: then this one has only so much time left (section 6.1.2). */
    private boolean waitsForItsLoss(SentPacket<T> oldest) {
        return oldest.order() < newestArrived;
    }

    private long probeTimeoutNanos() {
        int doublings = Math.min(probeTimeouts, MOST_DOUBLINGS);
        return Math.min(rtt.probeTimeoutNanos() << doublings, MAX_PROBE_TIMEOUT_NANOS);
    }

    /**
     * The peer has another address: nothing is known about the path to it (RFC 9000 section 9.4). What is in flight stays
     * so until it is acknowledged or lost, but changes neither RTT nor window.
     */
    public void onPathChanged() {
        rtt = new RttEstimate(newestSent);
        congestion = new CongestionWindow(newestSent);
        pacer = new Pacer();
        probeTimeouts = 0;
    }

    /** The peer has another port of the same host: the path is the same, but what was sent to the old port got nowhere. */
    public void onPortChanged() {
        probeTimeouts = 0;
    }

    // ---- for the owner's eyes

    /** {@return what the packet carried that is in flight for longest, for a probe to say again; null if there is none} */
    public @Nullable T oldestOutstanding() {
        SentPacket<T> oldest = underWay.oldestInFlight();
        return oldest == null ? null : oldest.note();
    }

    /** {@return the smoothed RTT (section 5.3)} */
    public long smoothedRttNanos() {
        return rtt.smoothedNanos();
    }

    /** {@return the smoothed RTT if there was a sample on the present path, otherwise nothing} */
    public OptionalLong sampledRttNanos() {
        return rtt.isSampled() ? OptionalLong.of(rtt.smoothedNanos()) : OptionalLong.empty();
    }

    /** {@return how many packets may be in flight} */
    public int window() {
        return congestion.packets();
    }

    /** {@return how many packets are in flight} */
    public int inFlight() {
        return underWay.inFlight();
    }
}
