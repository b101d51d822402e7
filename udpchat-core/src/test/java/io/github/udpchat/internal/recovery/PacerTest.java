package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class PacerTest {

    private static final long RTT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int WINDOW = 40;

    private final Pacer pacer = new Pacer();

    /** How many of a full window may leave by then, one after the other as soon as they may. */
    private int sentBy(long time) {
        int sent = 0;
        for (long now = 0; sent < WINDOW && now <= time;) {
            long next = pacer.nextAt(RTT, WINDOW);
            if (next <= now) {
                pacer.onSent(now, RTT, WINDOW);
                sent++;
            } else {
                now = next;
            }
        }
        return sent;
    }

    @Test
    void tenPacketsLeaveAtOnceAndTheRestOfTheWindowWithinARoundTrip() {
        assertThat(sentBy(0)).isEqualTo(10);
        assertThat(new Pacer().nextAt(RTT, WINDOW)).isNegative();
    }

    @Test
    void aWindowTakesFourFifthsOfARoundTripLessTheBurst() {
        assertThat(sentBy(RTT * 4 / 5 - RTT * 9 * 4 / 5 / WINDOW)).isEqualTo(WINDOW);
    }

    @Test
    void afterAPauseTheBurstIsFreeAgain() {
        sentBy(RTT);
        assertThat(pacer.nextAt(RTT, WINDOW)).isLessThanOrEqualTo(10 * RTT);
        for (int i = 0; i < 10; i++) {
            assertThat(pacer.nextAt(RTT, WINDOW)).isLessThanOrEqualTo(10 * RTT);
            pacer.onSent(10 * RTT, RTT, WINDOW);
        }
        assertThat(pacer.nextAt(RTT, WINDOW)).isGreaterThan(10 * RTT);
    }
}
