package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

/** RFC 9002 section 6.2, with the constants of PROTOCOL.md, section 2.2. */
class ProbeTimeoutTest extends RecoveryFixture {

    @Test
    void nothingInFlightNothingDue() {
        assertThat(recovery.nextDeadline()).isEqualTo(Recovery.NEVER);
        assertThat(recovery.onTimer(Long.MAX_VALUE - 1)).isEqualTo(timeout(List.of(), 0));
    }

    @Test
    void timeoutDoublesUpToFiveSeconds() {
        send(0, 0, 0);
        assertThat(timer(1024)).isEqualTo(timeout(List.of(), 1));
        send(1024, 1, 1);
        assertThat(timer(1024 + 2048)).isEqualTo(timeout(List.of(), 2));
        send(3072, 2, 3);
        assertThat(timer(3072 + 4096)).isEqualTo(timeout(List.of(), 2));
        send(7168, 4, 5);
        assertThat(timer(7168 + 5000)).as("not 8192").isEqualTo(timeout(List.of(), 2));
        assertThat(recovery.inFlight()).as("a timeout loses nothing").isEqualTo(6);
    }

    @Test
    void shortTimeoutDoublesUpToFiveSecondsToo() {
        send(0, 0, 0);
        ack(0, 0, 0);
        send(0, 1, 1);
        long due = 0;
        for (long next : new long[] {26, 52, 104, 208, 416, 832, 1664, 3328, 5000, 5000, 5000}) {
            due += next;
            assertThat(timer(due).probes()).isEqualTo(1);
        }
    }

    @Test
    void timeoutThatNobodyProbesAfterIsNotDueAgainAtOnce() {
        send(0, 0, 0);
        assertThat(recovery.onTimer(9000 * MILLIS).probes()).as("noticed late").isEqualTo(1);
        assertThat(timer(9000 + 2048).probes()).isEqualTo(1);
    }

    @Test
    void lossAndProbeThatAreBothDueComeTogether() {
        measureRtt();
        send(100, 1, 3);
        ack(180, 2, 2);
        assertThat(recovery.nextDeadline()).as("1 is lost at 190; 3 is probed for at 325").isEqualTo(190 * MILLIS);
        assertThat(recovery.onTimer(9000 * MILLIS)).as("noticed late").isEqualTo(timeout(List.of(1L), 1));
        assertThat(recovery.nextDeadline()).isEqualTo((9000 + 2 * 225) * MILLIS);
    }

    @Test
    void timeoutIsCountedFromTheNewestPacketThatElicits() {
        measureRtt();
        send(100, 1, 1);
        send(150, 2, 2);
        sendNotEliciting(200, 3);
        assertThat(timer(150 + 265)).isEqualTo(timeout(List.of(), 2));
    }

    @Test
    void acknowledgementEndsTheDoubling() {
        measureRtt();
        send(100, 1, 1);
        timer(365);
        send(365, 2, 2);
        timer(365 + 530);
        send(895, 3, 3);
        ack(975, 3, 1);
        send(1000, 4, 4);
        assertThat(timer(1000 + 80 + 4 * 30 + 25)).isEqualTo(timeout(List.of(), 1));
    }

    @Test
    void acknowledgementOfNothingNewDoesNotEndTheDoubling() {
        measureRtt();
        send(100, 1, 1);
        timer(365);
        ack(400, 0, 0);
        assertThat(recovery.nextDeadline()).isEqualTo((365 + 530) * MILLIS);
    }

    @Test
    void probeSaysAgainWhatIsInFlightForLongest() {
        sendNotEliciting(0, 0);
        send(0, 1, 3);
        assertThat(recovery.oldestOutstanding()).isEqualTo(1L);
        ack(80, 1, 1);
        assertThat(recovery.oldestOutstanding()).isEqualTo(2L);
    }

    @Test
    void onAnotherPathTheTimeoutBeginsAnew() {
        measureRtt();
        send(100, 1, 1);
        timer(365);
        recovery.onPathChanged();
        assertThat(recovery.smoothedRttNanos()).isEqualTo(333 * MILLIS);
        assertThat(recovery.nextDeadline()).isEqualTo((365 + 1024) * MILLIS);
        ack(400, 1, 1);
        assertThat(recovery.smoothedRttNanos()).as("1 went the old path").isEqualTo(333 * MILLIS);
        send(500, 2, 2);
        ack(540, 2, 2);
        assertThat(recovery.smoothedRttNanos()).isEqualTo(40 * MILLIS);
    }

    @Test
    void atAnotherPortOfTheSameHostOnlyTheDoublingEnds() {
        measureRtt();
        send(100, 1, 1);
        timer(365);
        recovery.onPortChanged();
        assertThat(recovery.smoothedRttNanos()).isEqualTo(80 * MILLIS);
        assertThat(recovery.nextDeadline()).as("not 2 * 265 ms later").isEqualTo((365 + 265) * MILLIS);
    }
}
