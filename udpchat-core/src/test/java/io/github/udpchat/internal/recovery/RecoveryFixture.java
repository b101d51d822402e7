package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** A sending half, told the time in milliseconds; the note of a packet is its number. */
abstract class RecoveryFixture {

    static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

    final Recovery<Long> recovery = new Recovery<>();

    /** Sends packets that elicit. */
    void send(long atMillis, long first, long last) {
        for (long number = first; number <= last; number++) {
            recovery.onPacketSent(atMillis * MILLIS, number, true, number);
        }
    }

    void sendNotEliciting(long atMillis, long number) {
        recovery.onPacketSent(atMillis * MILLIS, number, false, number);
    }

    /** Acknowledges ranges: largest and smallest of each. */
    Recovery.Outcome<Long> ack(long atMillis, long... edges) {
        try {
            return recovery.onAck(atMillis * MILLIS, new AckRanges(edges), 0);
        } catch (AcknowledgementException e) {
            throw new AssertionError(e);
        }
    }

    /** From here on a round trip has been measured, of 80 ms: loss after 90 ms, probe after 80 + 4 * 40 + 25 = 265 ms. */
    void measureRtt() {
        send(0, 0, 0);
        assertThat(ack(80, 0, 0)).isEqualTo(outcome(List.of(0L), List.of()));
        assertThat(recovery.smoothedRttNanos()).isEqualTo(80 * MILLIS);
    }

    static Recovery.Outcome<Long> outcome(List<Long> arrived, List<Long> lost) {
        return new Recovery.Outcome<>(arrived, lost);
    }

    static Recovery.Timeout<Long> timeout(List<Long> lost, int probes) {
        return new Recovery.Timeout<>(lost, probes);
    }

    /** Moves on to a deadline, which must be the next, and says what happens there. */
    Recovery.Timeout<Long> timer(long atMillis) {
        assertThat(recovery.nextDeadline()).isEqualTo(atMillis * MILLIS);
        assertThat(recovery.onTimer(atMillis * MILLIS - 1)).as("too early").isEqualTo(timeout(List.of(), 0));
        return recovery.onTimer(atMillis * MILLIS);
    }
}
