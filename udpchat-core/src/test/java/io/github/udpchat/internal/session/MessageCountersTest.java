package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

import io.github.udpchat.internal.wire.MalformedException;
import org.junit.jupiter.api.Test;

/** Which messages of a client were relayed: PROTOCOL.md, section 2.13. */
class MessageCountersTest {

    private final MessageCounters counters = new MessageCounters();

    @Test
    void aMessageIsFirstOnce() throws MalformedException {
        assertThat(counters.isFirst(1)).isTrue();
        assertThat(counters.isFirst(1)).isFalse();
        assertThat(counters.isFirst(2)).isTrue();
        assertThat(counters.isFirst(1)).isFalse();
    }

    @Test
    void messagesMayComeInDisorderAsFarAs63Apart() throws MalformedException {
        assertThat(counters.isFirst(64)).isTrue();
        assertThat(counters.isFirst(1)).isTrue();
        assertThat(counters.isFirst(1)).isFalse();
        assertThat(counters.isFirst(63)).isTrue();
    }

    @Test
    void whoCounts64BelowTheHighestBreaksTheProtocol() throws MalformedException {
        counters.isFirst(65);
        assertThatThrownBy(() -> counters.isFirst(1)).isInstanceOf(MalformedException.class);
        assertThat(counters.isFirst(2)).isTrue();
    }

    @Test
    void aJumpForgetsWhatIsBelow() throws MalformedException {
        for (int i = 1; i <= 64; i++) {
            counters.isFirst(i);
        }
        assertThat(counters.isFirst(128)).isTrue();
        for (int i = 65; i < 128; i++) {
            assertThat(counters.isFirst(i)).as("counter %s", i).isTrue();
        }
    }

    @Test
    void itAgreesWithASetOfAllThatWasSaid() throws MalformedException {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MessageCounters tried = new MessageCounters();
            Set<Long> said = new HashSet<>();
            long highest = 0;
            for (int step = 0; step < 1_000; step++) {
                long counter = Math.max(1, highest + random.nextLong(-70, random.nextInt(20) == 0 ? 200 : 3));
                if (counter <= highest - 64) {
                    assertThatThrownBy(() -> tried.isFirst(counter)).isInstanceOf(MalformedException.class);
                } else {
                    assertThat(tried.isFirst(counter)).as("seed %s, step %s: %s of %s", seed, step, counter, highest)
                            .isEqualTo(said.add(counter));
                    highest = Math.max(highest, counter);
                }
            }
        }
    }
}
