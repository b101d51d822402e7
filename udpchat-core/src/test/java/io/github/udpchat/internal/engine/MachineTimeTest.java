package io.github.udpchat.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;
import org.junit.jupiter.api.Test;

class MachineTimeTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MachineTime time = new MachineTime(10 * SECOND);

    @Test
    void isTheHostsWhileNothingIsLate() {
        assertThat(time.at(11 * SECOND, 12 * SECOND)).isEqualTo(11 * SECOND);
        assertThat(time.at(14 * SECOND, 12 * SECOND)).isEqualTo(14 * SECOND);
        assertThat(time.atHost(20 * SECOND)).isEqualTo(20 * SECOND);
    }

    @Test
    void standsStillWhileTheMachineIsAway() {
        assertThat(time.at(3_612 * SECOND, 12 * SECOND)).isEqualTo(12 * SECOND);
        assertThat(time.at(3_613 * SECOND, 30 * SECOND)).isEqualTo(13 * SECOND);
        assertThat(time.atHost(30 * SECOND)).isEqualTo(3_630 * SECOND);
    }

    @Test
    void neverGoesBackForADeadlineThatWasLongPast() {
        assertThat(time.at(100 * SECOND, Machine.NEVER)).isEqualTo(100 * SECOND);
        assertThat(time.at(101 * SECOND, 0)).isEqualTo(101 * SECOND);
        assertThat(time.at(200 * SECOND, 0)).isEqualTo(101 * SECOND);
    }

    @Test
    void passesWhereNothingIsDue() {
        assertThat(time.at(1_000_000 * SECOND, Machine.NEVER)).isEqualTo(1_000_000 * SECOND);
        assertThat(time.atHost(Machine.NEVER)).isEqualTo(Machine.NEVER);
    }
}
