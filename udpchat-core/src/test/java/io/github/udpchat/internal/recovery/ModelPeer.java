package io.github.udpchat.internal.recovery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * One side of a session, as small as it can be: it says numbers until all have arrived, and checks at each step what both
 * halves promise. Its owner tells it the time and carries what it sends.
 */
final class ModelPeer {

    private static final int MOST_SAID_IN_A_PACKET = 3;
    private static final int MOST_TO_SAY = 500;
    private static final int LEFT_OUT_ONE_IN = 64;

    final Recovery<ModelPacket> recovery = new Recovery<>();
    final ReceivedPackets received = new ReceivedPackets();
    final Set<Integer> heard = new HashSet<>();
    private final SplittableRandom random;
    private final BiConsumer<Long, ModelPacket> wire;
    private final Deque<Integer> toSay = new ArrayDeque<>();
    private final Map<Long, ModelPacket> open = new HashMap<>();
    private final Set<Long> came = new HashSet<>();
    private long nextNumber;
    private int probesOpen;
    private int elicitingUntold;
    private long firstUntoldAt;
    private int pings;
    private boolean leavesOut = true;

    ModelPeer(SplittableRandom random, BiConsumer<Long, ModelPacket> wire) {
        this.random = random;
        this.wire = wire;
    }

    /** A queue is bounded, so that a path with a small window is not behind for minutes. */
    boolean hasRoom() {
        return toSay.size() < MOST_TO_SAY;
    }

    void leaveNothingOut() {
        leavesOut = false;
    }

    void say(int what) {
        toSay.add(what);
    }

    void ping() {
        pings++;
    }

    boolean isQuiet() {
        return toSay.isEmpty() && nextDeadline() == Recovery.NEVER;
    }

    long nextDeadline() {
        boolean waitsForItsTurn = recovery.hasRoom() && (!toSay.isEmpty() || pings > 0);
        long turn = waitsForItsTurn ? recovery.nextSendAt() : Recovery.NEVER;
        return Math.min(turn, Math.min(recovery.nextDeadline(), received.ackDeadline()));
    }

    // ---- what comes

    void onPacket(long now, ModelPacket packet) throws AcknowledgementException {
        if (!came.add(packet.number())) {
            // The replay window of PROTOCOL.md, section 2.6, lets no packet through twice.
            return;
        }
        received.onReceived(now, packet.number(), packet.eliciting());
        if (packet.eliciting()) {
            firstUntoldAt = elicitingUntold == 0 ? now : firstUntoldAt;
            elicitingUntold++;
        }
        heard.addAll(packet.said());
        if (packet.ack() != null) {
            Recovery.Outcome<ModelPacket> outcome = recovery.onAck(now, packet.ack(), packet.ackDelay());
            outcome.arrived().forEach(this::arrived);
            lost(outcome.lost());
        }
    }

    private void arrived(ModelPacket packet) {
        end(packet);
        if (packet.ack() != null) {
            received.onAckOfAck(packet.ack().largest());
        }
    }

    private void lost(List<ModelPacket> packets) {
        long before = -1;
        for (ModelPacket packet : packets) {
            check(packet.eliciting(), "lost though not in flight");
            check(packet.number() > before, "lost out of order");
            before = packet.number();
            end(packet);
            toSay.addAll(packet.said());
        }
    }

    private void end(ModelPacket packet) {
        if (packet.eliciting()) {
            check(open.remove(packet.number()) != null, "a note came back twice");
            probesOpen -= packet.probe() ? 1 : 0;
        }
    }

    // ---- what goes

    /** Does what is due now, and checks that nothing is due any more. */
    void run(long now) {
        int probes = 0;
        if (recovery.nextDeadline() <= now) {
            Recovery.Timeout<ModelPacket> timeout = recovery.onTimer(now);
            check(!timeout.lost().isEmpty() || timeout.probes() > 0, "a timer for nothing");
            check(timeout.probes() <= Recovery.MOST_PROBES, "too many probes");
            lost(timeout.lost());
            probes = timeout.probes();
        }
        for (; probes > 0; probes--) {
            ModelPacket oldest = recovery.oldestOutstanding();
            send(now, true, true, oldest == null ? List.of() : oldest.said());
        }
        while (recovery.maySend(now) && (!toSay.isEmpty() || pings > 0)) {
            if (toSay.isEmpty()) {
                pings--;
            }
            send(now, true, false, nextToSay());
            check(recovery.inFlight() <= recovery.window(), "more than the window");
        }
        if (received.ackDeadline() <= now) {
            check(elicitingUntold > 0, "an acknowledgement of nothing but acknowledgements");
            send(now, false, false, List.of());
        }
        checkState(now);
    }

    private List<Integer> nextToSay() {
        List<Integer> said = new ArrayList<>();
        while (!toSay.isEmpty() && said.size() < MOST_SAID_IN_A_PACKET) {
            said.add(toSay.remove());
        }
        return said;
    }

    private void send(long now, boolean eliciting, boolean probe, List<Integer> said) {
        if (leavesOut && random.nextInt(LEFT_OUT_ONE_IN) == 0) {
            recovery.leaveOut(nextNumber++);
        }
        AckRanges ack = received.hasNews() ? received.ranges() : null;
        ModelPacket packet = new ModelPacket(nextNumber++, eliciting, probe, ack,
                ack == null ? 0 : received.delayNanos(now), said);
        if (ack != null) {
            check(elicitingUntold == 0 || now - firstUntoldAt <= ReceivedPackets.MAX_ACK_DELAY_NANOS, "told late");
            elicitingUntold = 0;
            received.onAckSent();
        }
        if (eliciting) {
            open.put(packet.number(), packet);
            probesOpen += probe ? 1 : 0;
        }
        recovery.onPacketSent(now, packet.number(), eliciting, packet);
        wire.accept(now, packet);
    }

    private void checkState(long now) {
        check(recovery.inFlight() == open.size(), "in flight is not what has not come back");
        check(recovery.inFlight() - probesOpen <= CongestionWindow.MOST, "more in flight than any window");
        check(recovery.window() >= CongestionWindow.LEAST && recovery.window() <= CongestionWindow.MOST, "no window");
        check(nextDeadline() > now, "something is still due");
        check(elicitingUntold == 0 || received.ackDeadline() - now <= ReceivedPackets.MAX_ACK_DELAY_NANOS,
                "an acknowledgement without a deadline");
        check(open.isEmpty() == (recovery.nextDeadline() == Recovery.NEVER), "something in flight without a deadline");
        check(open.isEmpty() || recovery.nextDeadline() - now <= Recovery.MAX_PROBE_TIMEOUT_NANOS, "due too late");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
