package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;

import io.github.udpchat.internal.wire.DataPacket;
import org.junit.jupiter.api.Test;

/** The replay window: PROTOCOL.md, section 2.6, step 3. */
class ReplayWindowTest {

    private static final int SEEDS = 100;
    private static final int STEPS = 3_000;

    private final ReplayWindow window = new ReplayWindow();

    @Test
    void theWindowIsExactly1024NumbersWide() {
        window.add(5_000);
        assertThat(window.isNew(5_000)).isFalse();
        assertThat(window.isNew(5_000 - 1_023)).isTrue();
        assertThat(window.isNew(5_000 - 1_024)).as("n + 1024 <= highest").isFalse();
        window.add(5_000 - 1_023);
        assertThat(window.isNew(5_000 - 1_023)).isFalse();
        assertThat(window.isNew(5_001)).isTrue();
    }

    @Test
    void beforeAnythingCameEverythingIsNew() {
        assertThat(window.highest()).isEqualTo(-1);
        assertThat(window.isNew(0)).isTrue();
        assertThat(window.isNew(DataPacket.NUMBERS_END - 1)).isTrue();
    }

    @Test
    void theLargestNumberOverflowsNothing() {
        window.add(0);
        window.add(DataPacket.NUMBERS_END - 1);
        assertThat(window.isNew(0)).isFalse();
        assertThat(window.isNew(DataPacket.NUMBERS_END - 1)).isFalse();
        assertThat(window.isNew(DataPacket.NUMBERS_END - 2)).isTrue();
    }

    @Test
    void itAgreesWithASetOfAllThatCame() {
        for (int seed = 0; seed < SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ReplayWindow tried = new ReplayWindow();
            TreeSet<Long> came = new TreeSet<>();
            long highest = -1;
            for (int step = 0; step < STEPS; step++) {
                long number = Math.max(0, highest + jump(random));
                boolean isNew = !(highest >= 0 && number + 1024 <= highest) && !came.contains(number);
                assertThat(tried.isNew(number)).as("seed %s, step %s: %s of %s", seed, step, number, highest)
                        .isEqualTo(isNew);
                if (isNew && random.nextInt(5) > 0) {
                    tried.add(number);
                    came.add(number);
                    highest = Math.max(highest, number);
                }
                assertThat(tried.highest()).isEqualTo(highest);
            }
        }
    }

    /** Mostly near the highest, and now and then just about the width of the window away, or far. */
    private static long jump(SplittableRandom random) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextLong(1_020, 1_030);
            case 1 -> -random.nextLong(1_020, 1_030);
            case 2 -> -random.nextLong(1_100);
            case 3 -> random.nextLong(3_000);
            default -> random.nextLong(-8, 9);
        };
    }
}
