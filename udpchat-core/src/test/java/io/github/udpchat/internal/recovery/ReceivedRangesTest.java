package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

class ReceivedRangesTest {

    private final ReceivedRanges ranges = new ReceivedRanges();

    @Test
    void numbersThatTouchAreOneRange() {
        assertThat(after(5)).isEqualTo("5-5");
        assertThat(after(7)).isEqualTo("7-7 5-5");
        assertThat(after(8)).isEqualTo("8-7 5-5");
        assertThat(after(4)).isEqualTo("8-7 5-4");
        assertThat(after(6)).isEqualTo("8-4");
        assertThat(after(1)).isEqualTo("8-4 1-1");
        assertThat(after(2)).isEqualTo("8-4 2-1");
        assertThat(after(3)).isEqualTo("8-1");
    }

    @Test
    void numberThatIsThereAlreadyChangesNothing() {
        after(5, 6, 7, 3);
        assertThat(after(5, 6, 7, 3)).isEqualTo("7-5 3-3");
    }

    @Test
    void newestThirtyTwoRangesAreKept() {
        for (int number = 0; number <= 100; number += 2) {
            ranges.add(number);
        }
        assertThat(ranges.toAckRanges().size()).isEqualTo(AckRanges.MOST);
        assertThat(ranges.toAckRanges().smallest(31)).isEqualTo(100 - 31 * 2);
        ranges.add(3);
        assertThat(ranges.toAckRanges().smallest(31)).as("too old to be kept").isEqualTo(38);
        ranges.add(41);
        assertThat(ranges.toAckRanges().size()).isEqualTo(31);
        ranges.add(3);
        assertThat(ranges.toAckRanges().smallest(31)).as("there is room again").isEqualTo(3);
    }

    @Test
    void whatIsForgottenEndsAtTheNumberOrBelowAndIsNeverTheNewest() {
        after(9, 7, 5, 4, 1);
        ranges.forgetUpTo(4);
        assertThat(ranges.toAckRanges()).hasToString("9-9 7-7 5-4");
        ranges.forgetUpTo(5);
        assertThat(ranges.toAckRanges()).hasToString("9-9 7-7");
        ranges.forgetUpTo(1000);
        assertThat(ranges.toAckRanges()).hasToString("9-9");
        assertThat(after(11, 10, 12)).isEqualTo("12-9");
    }

    @Test
    void inWhateverOrderNumbersComeTheRangesAreWhatASetSays() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ReceivedRanges some = new ReceivedRanges();
            TreeSet<Long> model = new TreeSet<>();
            for (int i = 0; i < 60; i++) {
                long number = random.nextLong(64);
                some.add(number);
                model.add(number);
                AckRanges acked = some.toAckRanges();
                assertThat(acked.largest()).isEqualTo(model.last());
                for (long each = -1; each <= 65; each++) {
                    assertThat(acked.contains(each)).as("seed %s, %s", seed, each).isEqualTo(model.contains(each));
                }
                for (int range = 1; range < acked.size(); range++) {
                    assertThat(acked.gapField(range)).as("seed %s", seed).isNotNegative();
                }
            }
        }
    }

    private String after(long... numbers) {
        for (long number : numbers) {
            ranges.add(number);
        }
        return ranges.toAckRanges().toString();
    }
}
