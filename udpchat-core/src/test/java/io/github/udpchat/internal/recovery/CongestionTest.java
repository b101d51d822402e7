package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9002 section 7, counted in packets. */
class CongestionTest extends RecoveryFixture {

    @Test
    void tenPacketsMayBeInFlightAtFirst() {
        send(0, 0, 8);
        assertThat(recovery.hasRoom()).isTrue();
        send(0, 9, 9);
        assertThat(recovery.hasRoom()).isFalse();
        assertThat(recovery.window()).isEqualTo(10);
    }

    @Test
    void slowStartDoublesTheWindowUpTo64() {
        send(0, 0, 9);
        ack(80, 9, 0);
        assertThat(recovery.window()).as("section 7.3.1").isEqualTo(20);
        send(100, 10, 29);
        ack(180, 29, 10);
        assertThat(recovery.window()).isEqualTo(40);
        send(200, 30, 69);
        ack(280, 69, 30);
        assertThat(recovery.window()).isEqualTo(64);
    }

    @Test
    void windowThatIsNotUsedUpDoesNotGrow() {
        send(0, 0, 8);
        ack(80, 8, 0);
        assertThat(recovery.window()).as("section 7.8").isEqualTo(10);
    }

    @Test
    void packetsThatDoNotElicitNeitherNeedTheWindowNorMakeItGrow() {
        send(0, 0, 8);
        sendNotEliciting(0, 9);
        assertThat(recovery.hasRoom()).isTrue();
        send(0, 10, 10);
        ack(80, 10, 0);
        assertThat(recovery.window()).as("ten of eleven count").isEqualTo(20);
    }

    @Test
    void lossHalvesTheWindowOnceForAllThatWasUnderWay() {
        send(0, 0, 9);
        ack(80, 3, 3);
        assertThat(recovery.window()).as("0 is lost").isEqualTo(5);
        ack(81, 6, 6);
        assertThat(recovery.window()).as("1 and 2 are lost, but were under way together with it").isEqualTo(5);
        ack(82, 9, 7);
        assertThat(recovery.window()).as("section 7.3.2: what was sent before says nothing").isEqualTo(5);
        send(100, 10, 14);
        ack(180, 13, 13);
        assertThat(recovery.window()).as("10 was sent after it, and is lost").isEqualTo(2);
    }

    @Test
    void afterALossTheWindowGrowsByOneForEachWindowThatArrives() {
        halveToFive();
        send(200, 11, 15);
        ack(280, 15, 11);
        assertThat(recovery.window()).as("section 7.3.3").isEqualTo(6);
        send(300, 16, 21);
        ack(380, 20, 16);
        assertThat(recovery.window()).as("five of six").isEqualTo(6);
        send(400, 22, 26);
        ack(480, 21, 21);
        assertThat(recovery.window()).isEqualTo(7);
    }

    private void halveToFive() {
        send(0, 0, 9);
        ack(80, 9, 1);
        assertThat(recovery.window()).isEqualTo(5);
        send(100, 10, 10);
        ack(180, 10, 10);
    }

    @Test
    void twoPacketsMayBeInFlightWhateverIsLost() {
        halveToFive();
        for (long number = 11; number < 51; number += 4) {
            send(10 * number, number, number + 3);
            ack(10 * number + 80, number + 3, number + 1);
        }
        assertThat(recovery.window()).isEqualTo(2);
    }

    @Test
    void lossFoundByTheTimerHalvesTheWindowToo() {
        measureRtt();
        send(100, 1, 2);
        ack(180, 2, 2);
        timer(190);
        assertThat(recovery.window()).isEqualTo(5);
    }

    @Test
    void whatWasSentOnAnotherPathChangesNothing() {
        measureRtt();
        send(100, 1, 10);
        recovery.onPathChanged();
        ack(180, 10, 2);
        assertThat(recovery.window()).as("neither the growth by nine nor the loss of 1").isEqualTo(10);
        send(200, 11, 20);
        ack(280, 20, 11);
        assertThat(recovery.window()).isEqualTo(20);
    }

    @Test
    void anotherPathStartsWithTheFirstWindow() {
        halveToFive();
        recovery.onPathChanged();
        assertThat(recovery.window()).isEqualTo(10);
    }

    @Test
    void onAnotherPathWhatWasPacedOnTheOldOneHoldsNothingUp() {
        measureRtt();
        send(100, 1, 10);
        ack(180, 10, 1);
        send(180, 11, 30);
        assertThat(recovery.nextSendAt()).isGreaterThan(180 * MILLIS);
        recovery.onPathChanged();
        assertThat(recovery.nextSendAt()).isLessThanOrEqualTo(180 * MILLIS);
    }

    // ---- persistent congestion: after a second sample of 80 ms it takes 3 * (80 + 4 * 30 + 25) = 675 ms

    @Test
    void longerThanThreeProbeTimeoutsWithoutArrivalsIsPersistentCongestion() {
        measureRtt();
        send(100, 1, 1);
        send(776, 2, 2);
        send(777, 3, 5);
        assertThat(ack(857, 5, 5).lost()).containsExactly(1L, 2L);
        assertThat(recovery.window()).as("section 7.6").isEqualTo(2);
        send(900, 6, 6);
        ack(980, 6, 3);
        assertThat(recovery.window()).as("slow start: one more for each").isEqualTo(5);
    }

    @Test
    void notLongerThanThreeProbeTimeoutsIsNot() {
        measureRtt();
        send(100, 1, 1);
        send(775, 2, 2);
        send(776, 3, 5);
        assertThat(ack(856, 5, 5).lost()).containsExactly(1L, 2L);
        assertThat(recovery.window()).isEqualTo(5);
    }

    @Test
    void arrivalBetweenTheLossesMeansThatItIsNot() {
        measureRtt();
        send(100, 1, 1);
        send(400, 2, 2);
        send(776, 3, 3);
        send(777, 4, 6);
        assertThat(ack(857, 6, 6, 2, 2).lost()).containsExactly(1L, 3L);
        assertThat(recovery.window()).isEqualTo(5);
    }

    @Test
    void numberLeftOutBetweenTheLossesDoesNotHideIt() {
        measureRtt();
        send(100, 1, 1);
        recovery.leaveOut(2);
        sendNotEliciting(500, 3);
        send(776, 4, 4);
        send(777, 5, 7);
        assertThat(ack(857, 7, 7).lost()).containsExactly(1L, 4L);
        assertThat(recovery.window()).isEqualTo(2);
    }

    @Test
    void packetsThatDoNotElicitAreNoEvidenceOfIt() {
        measureRtt();
        sendNotEliciting(100, 1);
        send(776, 2, 2);
        send(777, 3, 5);
        assertThat(ack(857, 5, 5).lost()).containsExactly(2L);
        assertThat(recovery.window()).isEqualTo(5);
    }

    @Test
    void packetsSentBeforeTheFirstSampleAreNoEvidenceOfIt() {
        send(0, 0, 0);
        send(5000, 1, 1);
        send(5001, 2, 4);
        assertThat(ack(5081, 4, 4).lost()).containsExactly(0L, 1L);
        assertThat(recovery.window()).isEqualTo(5);
    }
}
