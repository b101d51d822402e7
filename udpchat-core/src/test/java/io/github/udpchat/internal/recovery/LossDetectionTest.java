package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

/** What has arrived and what is lost: RFC 9002 sections 5.1 and 6.1. */
class LossDetectionTest extends RecoveryFixture {

    @Test
    void noteOfAnAcknowledgedPacketComesBackOnce() {
        send(0, 0, 4);
        assertThat(ack(80, 4, 4, 2, 1)).isEqualTo(outcome(List.of(1L, 2L, 4L), List.of(0L)));
        assertThat(recovery.inFlight()).isEqualTo(1);
        assertThat(ack(81, 4, 4, 2, 1)).isEqualTo(outcome(List.of(), List.of()));
    }

    @Test
    void packetIsLostWhenOneArrivesThatWasSentThreeLater() {
        measureRtt();
        send(100, 1, 4);
        assertThat(ack(180, 3, 3).lost()).isEmpty();
        assertThat(ack(181, 4, 3)).isEqualTo(outcome(List.of(4L), List.of(1L)));
        assertThat(recovery.oldestOutstanding()).isEqualTo(2L);
    }

    @Test
    void numberLeftOutBringsNoPacketNearerToItsLoss() {
        measureRtt();
        send(100, 1, 1);
        recovery.leaveOut(2);
        send(100, 3, 4);
        assertThat(ack(180, 4, 4).lost()).as("4 is the second after 1").isEmpty();
    }

    @Test
    void packetIsLostNineEighthsOfAnRttAfterSendingIfALaterOneHasArrived() {
        measureRtt();
        send(100, 1, 2);
        send(105, 3, 3);
        assertThat(ack(185, 3, 3).lost()).isEmpty();
        assertThat(timer(190)).isEqualTo(timeout(List.of(1L, 2L), 0));
        assertThat(recovery.inFlight()).isZero();
        assertThat(recovery.nextDeadline()).isEqualTo(Recovery.NEVER);
    }

    @Test
    void packetSentLongBeforeTheOneThatArrivesIsLostAtOnce() {
        measureRtt();
        send(100, 1, 1);
        send(110, 2, 2);
        assertThat(ack(190, 2, 2)).isEqualTo(outcome(List.of(2L), List.of(1L)));
    }

    @Test
    void packetSentLaterThanAllThatHaveArrivedIsNotLost() {
        measureRtt();
        send(100, 1, 2);
        ack(180, 1, 1);
        assertThat(timer(100 + 80 + 4 * 30 + 25)).as("2 is probed for").isEqualTo(timeout(List.of(), 1));
    }

    @Test
    void packetSentLaterThanAllThatHaveArrivedIsNotLostHoweverOldItIs() {
        measureRtt();
        sendNotEliciting(100, 1);
        send(100, 2, 2);
        assertThat(ack(300, 1, 1).lost()).isEmpty();
        assertThat(timer(365)).isEqualTo(timeout(List.of(), 1));
    }

    @Test
    void acknowledgementThatComesAfterTheLossHasNoEffect() {
        measureRtt();
        send(100, 1, 4);
        assertThat(ack(180, 4, 4).lost()).containsExactly(1L);
        assertThat(ack(181, 4, 4, 1, 1)).isEqualTo(outcome(List.of(), List.of()));
        assertThat(recovery.inFlight()).isEqualTo(2);
    }

    @Test
    void numberThatWasNeverSentIsALieThatChangesNothing() {
        send(0, 0, 2);
        assertThatThrownBy(() -> recovery.onAck(80, new AckRanges(3, 0), 0))
                .isInstanceOf(AcknowledgementException.class)
                .hasMessage("3 was acknowledged, and is not yet sent")
                .hasNoCause();
        assertThat(recovery.inFlight()).isEqualTo(3);
        assertThat(recovery.smoothedRttNanos()).isEqualTo(333 * MILLIS);
    }

    @Test
    void numberLeftOutIsATrapAsLongAsItIsAmongTheNewestSixteen() {
        for (long number = 0; number < 34; number += 2) {
            recovery.leaveOut(number);
            send(0, number + 1, number + 1);
        }
        assertThat(ack(80, 1, 0).arrived()).as("0 is forgotten").containsExactly(1L);
        for (long number = 2; number < 34; number += 2) {
            AckRanges lie = new AckRanges(33, 33, number, number);
            assertThatThrownBy(() -> recovery.onAck(80, lie, 0)).isInstanceOf(AcknowledgementException.class);
        }
        recovery.leaveOut(34);
        assertThatThrownBy(() -> recovery.onAck(80, new AckRanges(34, 34), 0)).as("the last number of all")
                .isInstanceOf(AcknowledgementException.class);
    }

    @Test
    void packetNumbersRise() {
        send(0, 0, 5);
        assertThatThrownBy(() -> send(0, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> recovery.leaveOut(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hugeRangesCostNoTimeAndSayNothingAboutWhatIsNotUnderWay() {
        send(0, 5, 5);
        recovery.onPacketSent(0, (1L << 62) - 1, true, 6L);
        assertThat(ack(80, (1L << 62) - 1, 0).arrived()).containsExactly(5L, 6L);
    }

    // ---- packets that do not elicit

    @Test
    void packetThatDoesNotElicitIsNeitherInFlightNorLostNorProbedFor() {
        sendNotEliciting(0, 0);
        sendNotEliciting(0, 1);
        assertThat(recovery.inFlight()).isZero();
        assertThat(recovery.nextDeadline()).isEqualTo(Recovery.NEVER);
        assertThat(recovery.oldestOutstanding()).isNull();
        send(0, 2, 5);
        assertThat(ack(80, 5, 5, 1, 1)).as("0 is lost, but nobody needs to know")
                .isEqualTo(outcome(List.of(1L, 5L), List.of(2L)));
    }

    @Test
    void packetThatDoesNotElicitGivesNoSampleByItself() {
        sendNotEliciting(0, 0);
        assertThat(ack(500, 0, 0).arrived()).containsExactly(0L);
        assertThat(recovery.smoothedRttNanos()).isEqualTo(333 * MILLIS);
    }

    @Test
    void sampleIsTakenOnlyWhenTheLargestIsNew() {
        send(0, 0, 1);
        ack(80, 1, 1);
        assertThat(ack(160, 1, 0).arrived()).containsExactly(0L);
        assertThat(recovery.smoothedRttNanos()).as("0 may have arrived long ago").isEqualTo(80 * MILLIS);
    }

    @Test
    void sampleHasTheDelaySubtracted() throws AcknowledgementException {
        measureRtt();
        send(100, 1, 1);
        recovery.onAck(200 * MILLIS, new AckRanges(1, 0), 20 * MILLIS);
        assertThat(recovery.smoothedRttNanos()).as("7/8 * 80 + 1/8 * (100 - 20)").isEqualTo(80 * MILLIS);
    }

    @Test
    void olderThanThirtyTwoThatDoNotElicitAreForgotten() {
        send(0, 0, 0);
        for (long number = 1; number <= 33; number++) {
            sendNotEliciting(0, number);
        }
        assertThat(ack(80, 33, 0).arrived()).hasSize(33).startsWith(0L, 2L);
    }
}
