package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** When an acknowledgement is due, and of what: PROTOCOL.md, section 2.10. */
class ReceivedPacketsTest {

    private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ReceivedPackets received = new ReceivedPackets();

    @Test
    void packetThatElicitsIsAcknowledgedWithin25Millis() {
        received.onReceived(100 * MILLIS, 0, true);
        received.onReceived(110 * MILLIS, 1, true);
        assertThat(received.ackDeadline()).as("counted from the first").isEqualTo(125 * MILLIS);
        assertThat(received.ranges()).hasToString("1-0");
        assertThat(received.delayNanos(125 * MILLIS)).as("counted from the largest").isEqualTo(15 * MILLIS);
        received.onAckSent();
        assertThat(received.ackDeadline()).isEqualTo(Recovery.NEVER);
    }

    @Test
    void packetThatDoesNotElicitIsToldOfButNeverForItsOwnSake() {
        received.onReceived(0, 0, false);
        received.onReceived(0, 5, false);
        received.onReceived(0, 3, false);
        assertThat(received.ackDeadline()).isEqualTo(Recovery.NEVER);
        assertThat(received.hasNews()).isTrue();
        assertThat(received.ranges()).hasToString("5-5 3-3 0-0");
        received.onAckSent();
        assertThat(received.hasNews()).isFalse();
    }

    @Test
    void gapIsToldAtOnce() {
        received.onReceived(0, 0, true);
        received.onReceived(MILLIS, 2, true);
        assertThat(received.ackDeadline()).isEqualTo(MILLIS);
    }

    @Test
    void gapBeforeTheVeryFirstPacketIsToldAtOnce() {
        received.onReceived(7, 1, true);
        assertThat(received.ackDeadline()).isEqualTo(7);
    }

    @Test
    void latePacketIsToldAtOnceAndDoesNotChangeTheDelay() {
        received.onReceived(0, 0, true);
        received.onReceived(MILLIS, 2, true);
        received.onAckSent();
        received.onReceived(9 * MILLIS, 1, true);
        assertThat(received.ackDeadline()).isEqualTo(9 * MILLIS);
        assertThat(received.delayNanos(9 * MILLIS)).as("of packet 2").isEqualTo(8 * MILLIS);
    }

    @Test
    void eighthThatWaitsIsToldAtOnce() {
        for (int number = 0; number < 7; number++) {
            received.onReceived(number, number, true);
        }
        received.onReceived(8, 7, false);
        assertThat(received.ackDeadline()).isEqualTo(25 * MILLIS);
        received.onReceived(9, 8, true);
        assertThat(received.ackDeadline()).isEqualTo(9);
        received.onAckSent();
        received.onReceived(10, 9, true);
        assertThat(received.ackDeadline()).as("counting begins anew").isEqualTo(10 + 25 * MILLIS);
    }

    @Test
    void deadlineOnceDueStaysDue() {
        received.onReceived(1, 1, true);
        received.onReceived(2, 2, true);
        assertThat(received.ackDeadline()).isEqualTo(1);
    }

    @Test
    void whatAnAcknowledgedAckToldIsForgotten() {
        receive(0, 2, 4, 5);
        received.onAckOfAck(2);
        assertThat(received.ranges()).hasToString("5-4");
        receive(7);
        received.onAckOfAck(5);
        assertThat(received.ranges()).as("an idle receiver keeps one range").hasToString("7-7");
        received.onAckOfAck(7);
        assertThat(received.ranges()).hasToString("7-7");
    }

    @Test
    void latePacketIsNotForgottenForAnAckThatMayHaveLeftBeforeItCame() {
        receive(0, 2, 4);
        receive(1);
        received.onAckOfAck(4);
        assertThat(received.ranges()).as("that ACK may not have told of 1").hasToString("4-4 2-0");
        receive(5);
        received.onAckOfAck(5);
        assertThat(received.ranges()).hasToString("5-4");
    }

    @Test
    void nothingReceivedCannotBeAcknowledged() {
        assertThat(received.hasNews()).isFalse();
        assertThat(received.ackDeadline()).isEqualTo(Recovery.NEVER);
        assertThatThrownBy(received::ranges).isInstanceOf(IllegalStateException.class);
    }

    private void receive(long... numbers) {
        for (long number : numbers) {
            received.onReceived(0, number, true);
        }
    }
}
