package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;

class HoldingsTest {

    private static final int LONG = 10_000;

    private final Holdings holdings = new Holdings(LONG);
    private final ByteBuffer message = ByteBuffer.allocate(LONG);

    @Test
    void aMessageThatSeveralQueuesHoldCountsOnceUntilTheLastLetsGo() {
        Holdings.Held first = holdings.hold(message);
        long one = holdings.bytes();
        assertThat(one).isBetween((long) LONG, LONG + 100L);
        Holdings.Held second = holdings.hold(message);
        assertThat(second).isSameAs(first);
        assertThat(holdings.bytes()).isBetween(one + 1, one + 100);
        holdings.release(first);
        assertThat(holdings.bytes()).isEqualTo(one);
        assertThat(holdings.isFull()).isTrue();
        holdings.release(second);
        assertThat(holdings.bytes()).isZero();
        assertThat(holdings.isFull()).isFalse();
    }

    @Test
    void whatNoQueueHoldsAnyMoreCannotBeReleased() {
        Holdings.Held held = holdings.hold(message);
        holdings.release(held);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> holdings.release(held));
        assertThat(holdings.bytes()).as("nothing is given back twice").isZero();
    }

    @Test
    void moreThanWasReceivedCannotBeReleased() {
        holdings.received(100);
        holdings.released(60);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> holdings.released(41));
        assertThat(holdings.bytes()).isEqualTo(40);
    }
}
