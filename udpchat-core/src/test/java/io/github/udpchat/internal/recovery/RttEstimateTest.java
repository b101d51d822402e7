package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** RFC 9002 section 5, with numbers computed by hand. */
class RttEstimateTest {

    private static final long MICROS = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RttEstimate rtt = new RttEstimate(-1);

    @Test
    void withoutASampleTheRttIs333MillisAndItsVariationHalf() {
        assertThat(rtt.smoothedNanos()).isEqualTo(333 * MILLIS);
        assertThat(rtt.probeTimeoutNanos()).as("333 + 4 * 166.5 + 25").isEqualTo(1024 * MILLIS);
    }

    @Test
    void firstSampleIsTakenAsItIs() {
        sample(100 * MILLIS, 20 * MILLIS);
        assertThat(rtt.smoothedNanos()).as("section 5.3: the delay is ignored").isEqualTo(100 * MILLIS);
        assertThat(rtt.probeTimeoutNanos()).as("100 + 4 * 50 + 25").isEqualTo(325 * MILLIS);
    }

    @Test
    void laterSamplesCountAnEighthWithoutTheDelay() {
        sample(100 * MILLIS, 0);
        sample(120 * MILLIS, 10 * MILLIS);
        assertThat(rtt.smoothedNanos()).as("7/8 * 100 + 1/8 * (120 - 10)").isEqualTo(101_250 * MICROS);
        assertThat(rtt.probeTimeoutNanos()).as("101.25 + 4 * (3/4 * 50 + 1/4 * 10) + 25").isEqualTo(286_250 * MICROS);
    }

    @Test
    void delayIsNotSubtractedWhereTheRttWouldBeLessThanTheLeast() {
        sample(100 * MILLIS, 0);
        sample(108 * MILLIS, 10 * MILLIS);
        assertThat(rtt.smoothedNanos()).as("7/8 * 100 + 1/8 * 108").isEqualTo(101 * MILLIS);
        sample(92 * MILLIS, 0);
        assertThat(rtt.smoothedNanos()).as("7/8 * 101 + 1/8 * 92").isEqualTo(99_875 * MICROS);
        sample(100 * MILLIS, 8 * MILLIS);
        assertThat(rtt.smoothedNanos()).as("the least is 92 now: 7/8 * 99.875 + 1/8 * 92").isEqualTo(98_890_625);
    }

    @Test
    void delayIsBelievedUpTo25Millis() {
        sample(100 * MILLIS, 0);
        sample(205 * MILLIS, 60 * MILLIS);
        assertThat(rtt.smoothedNanos()).as("7/8 * 100 + 1/8 * (205 - 25)").isEqualTo(110 * MILLIS);
    }

    @Test
    void packetIsLostNineEighthsOfAnRttAfterSending() {
        assertThat(rtt.lossDelayNanos()).as("333 * 9/8").isEqualTo(374_625 * MICROS);
        sample(80 * MILLIS, 0);
        assertThat(rtt.lossDelayNanos()).isEqualTo(90 * MILLIS);
        sample(160 * MILLIS, 0);
        assertThat(rtt.lossDelayNanos()).as("the latest is more than the smoothed").isEqualTo(180 * MILLIS);
        sample(10 * MILLIS, 0);
        assertThat(rtt.lossDelayNanos()).as("(7/8 * 90 + 1/8 * 10) * 9/8").isEqualTo(90 * MILLIS);
    }

    @Test
    void noTimerIsFinerThanAMillisecond() {
        sample(80 * MICROS, 0);
        assertThat(rtt.lossDelayNanos()).isEqualTo(MILLIS);
        assertThat(rtt.probeTimeoutNanos()).as("0.08 + 1 + 25, not 0.08 + 0.16 + 25").isEqualTo(26_080 * MICROS);
    }

    @Test
    void afterPersistentCongestionTheLeastIsTheLatest() {
        sample(100 * MILLIS, 0);
        sample(180 * MILLIS, 0);
        rtt.onPersistentCongestion();
        sample(190 * MILLIS, 20 * MILLIS);
        assertThat(rtt.smoothedNanos()).as("section 5.2: 190 - 180 < 20; 7/8 * 110 + 1/8 * 190")
                .isEqualTo(120 * MILLIS);
    }

    @Test
    void packetOfAnotherPathSaysNothing() {
        RttEstimate second = new RttEstimate(7);
        second.onSample(7, 8, 100 * MILLIS, 0);
        assertThat(second.smoothedNanos()).isEqualTo(333 * MILLIS);
        assertThat(second.wasSampledBefore(9)).isFalse();
        second.onSample(8, 9, 100 * MILLIS, 0);
        assertThat(second.smoothedNanos()).isEqualTo(100 * MILLIS);
        assertThat(second.wasSampledBefore(9)).isFalse();
        assertThat(second.wasSampledBefore(10)).isTrue();
    }

    private void sample(long sample, long delay) {
        rtt.onSample(0, 0, sample, delay);
    }
}
