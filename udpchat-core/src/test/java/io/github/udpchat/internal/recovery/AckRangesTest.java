package io.github.udpchat.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

/** RFC 9000 section 19.3.1: the next range ends at (smallest of the range before) - gap - 2, and has length + 1 numbers. */
class AckRangesTest {

    @Test
    void fieldsStandForRangesAsInTheRfc() throws AcknowledgementException {
        AckRanges ranges = AckRanges.ofFields(100, 10, 0, 3, 2, 0);
        assertThat(ranges).hasToString("100-90 88-85 81-81");
        assertThat(ranges.size()).isEqualTo(3);
        assertThat(ranges.largest()).isEqualTo(100);
        assertThat(ranges.smallest(1)).isEqualTo(85);
    }

    @Test
    void rangesBecomeTheFieldsThatTheyCameFrom() {
        AckRanges ranges = new AckRanges(100, 90, 88, 85, 81, 81);
        assertThat(ranges.lengthField(0)).as("first").isEqualTo(10);
        assertThat(ranges.gapField(1)).isEqualTo(0);
        assertThat(ranges.lengthField(1)).isEqualTo(3);
        assertThat(ranges.gapField(2)).isEqualTo(2);
        assertThat(ranges.lengthField(2)).isEqualTo(0);
    }

    @Test
    void containsWhatIsInARangeAndNothingElse() {
        AckRanges ranges = new AckRanges(9, 7, 4, 4, 2, 0);
        assertThat(LongStream.rangeClosed(-1, 11).filter(ranges::contains)).containsExactly(0L, 1L, 2L, 4L, 7L, 8L, 9L);
    }

    @Test
    void numberZeroIsTheLowestThatARangeMayReach() throws AcknowledgementException {
        assertThat(AckRanges.ofFields(5, 5)).hasToString("5-0");
        assertThat(AckRanges.ofFields(5, 1, 1, 1)).hasToString("5-4 1-0");
        assertMalformed(5, 6);
        assertMalformed(5, 1, 1, 2);
        assertMalformed(5, 1, 3, 0);
        assertMalformed(1, 0, 0, 0);
        assertMalformed(0, 0, 0, 0);
    }

    @Test
    void hugeOrNegativeFieldsDoNotOverflow() {
        assertMalformed(-1, 0);
        assertMalformed(Long.MIN_VALUE, 0);
        assertMalformed(5, -1);
        assertMalformed(5, Long.MAX_VALUE);
        assertMalformed(5, 0, Long.MAX_VALUE, 0);
        assertMalformed(5, 0, -1, 0);
        assertMalformed(5, 0, Long.MIN_VALUE, 0);
        assertMalformed(5, 0, 0, Long.MAX_VALUE);
        assertMalformed(5, 0, 0, -1);
    }

    @Test
    void thirtyTwoRangesAreTheMost() throws AcknowledgementException {
        assertThat(AckRanges.ofFields(1000, 0, new long[62]).size()).isEqualTo(AckRanges.MOST);
        assertMalformed(1000, 0, new long[64]);
    }

    @Test
    void gapWithoutALengthIsTheCallersMistake() {
        assertThatThrownBy(() -> AckRanges.ofFields(9, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangesAreValues() throws AcknowledgementException {
        assertThat(AckRanges.ofFields(9, 2, 1, 0))
                .isEqualTo(new AckRanges(9, 7, 4, 4))
                .hasSameHashCodeAs(new AckRanges(9, 7, 4, 4))
                .isNotEqualTo(new AckRanges(9, 7));
    }

    private static void assertMalformed(long largest, long first, long... gapsAndLengths) {
        assertThatThrownBy(() -> AckRanges.ofFields(largest, first, gapsAndLengths))
                .isInstanceOf(AcknowledgementException.class);
    }
}
