package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, section 2.11. */
class VitalsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Vitals vitals = new Vitals(0, Duration.ofSeconds(60), true);

    /** The peer is heard each second, from one to another. */
    private void heard(int from, int to) {
        for (int second = from; second <= to; second++) {
            vitals.heard(second * SECOND, true);
        }
    }

    @Test
    void whoHasEverythingIsNeverStuck() {
        vitals.waits(0, Vitals.Wait.FOR_NOTHING);
        heard(1, 100);
        assertThat(vitals.isStuck(100 * SECOND)).isFalse();
        assertThat(vitals.nextDeadline()).isEqualTo(160 * SECOND);
        assertThat(vitals.isSilent(160 * SECOND)).isTrue();
    }

    @Test
    void whoGrantsNothingIsStuckAfterFifteenSeconds() {
        vitals.waits(0, Vitals.Wait.FOR_CREDIT);
        heard(1, 14);
        assertThat(vitals.isStuck(14 * SECOND)).isFalse();
        assertThat(vitals.nextDeadline()).isEqualTo(15 * SECOND);
        assertThat(vitals.isStuck(15 * SECOND)).isTrue();
    }

    @Test
    void whoAcknowledgesNothingIsStuckAfterThirtySeconds() {
        vitals.waits(0, Vitals.Wait.FOR_ACKNOWLEDGEMENT);
        heard(1, 29);
        assertThat(vitals.isStuck(29 * SECOND)).isFalse();
        assertThat(vitals.nextDeadline()).isEqualTo(30 * SECOND);
        assertThat(vitals.isStuck(30 * SECOND)).isTrue();
    }

    @Test
    void progressBeginsTheTimeAnew() {
        vitals.waits(0, Vitals.Wait.FOR_CREDIT);
        heard(1, 14);
        vitals.progressed(false);
        vitals.progressed(true);
        vitals.waits(14 * SECOND, Vitals.Wait.FOR_CREDIT);
        heard(15, 28);
        assertThat(vitals.isStuck(28 * SECOND)).isFalse();
        assertThat(vitals.isStuck(29 * SECOND)).isTrue();
    }

    @Test
    void aSilentPeerIsNotJudgedAndHasTimeToCatchUp() {
        vitals.waits(0, Vitals.Wait.FOR_ACKNOWLEDGEMENT);
        heard(1, 1);
        assertThat(vitals.nextDeadline()).isEqualTo(61 * SECOND);
        assertThat(vitals.isStuck(40 * SECOND)).isFalse();
        heard(40, 69);
        assertThat(vitals.isStuck(69 * SECOND)).isFalse();
        assertThat(vitals.isStuck(70 * SECOND)).isTrue();
    }

    @Test
    void whoOnlySaysThatItLivesHasFiveSecondsToGrantSomething() {
        vitals.waits(0, Vitals.Wait.FOR_CREDIT);
        vitals.heard(20 * SECOND, true);
        assertThat(vitals.isStuck(20 * SECOND)).isFalse();
        assertThat(vitals.nextDeadline()).isEqualTo(25 * SECOND);
        assertThat(vitals.isStuck(25 * SECOND)).isTrue();
    }

    @Test
    void aClientDoesNotJudgeItsServer() {
        Vitals patient = new Vitals(0, Duration.ofSeconds(60), false);
        patient.waits(0, Vitals.Wait.FOR_CREDIT);
        patient.heard(50 * SECOND, true);
        assertThat(patient.isStuck(50 * SECOND)).isFalse();
        assertThat(patient.nextDeadline()).isNotEqualTo(Machine.NEVER).isEqualTo(110 * SECOND);
    }

    @Test
    void whoMovesIsNotJudgedForAMinute() {
        vitals.waits(0, Vitals.Wait.FOR_ACKNOWLEDGEMENT);
        heard(1, 10);
        for (int second = 11; second < 70; second++) {
            vitals.heard(second * SECOND, false);
            assertThat(vitals.isStuck(second * SECOND)).as("after %d s", second).isFalse();
        }
        assertThat(vitals.nextDeadline()).isEqualTo(70 * SECOND);
        assertThat(vitals.isStuck(70 * SECOND)).isTrue();
    }
}
