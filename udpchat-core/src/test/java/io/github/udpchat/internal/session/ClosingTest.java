package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.wire.Frame;
import org.junit.jupiter.api.Test;

/** The linger: PROTOCOL.md, section 2.11. */
class ClosingTest {

    private static final long MILLISECOND = 1_000_000L;
    private static final long BEGIN = 77;

    private final Closing closing = new Closing(BEGIN, new Frame.Close(3, "bye"));

    private static long after(long millis) {
        return BEGIN + millis * MILLISECOND;
    }

    @Test
    void closeIsSaidAgainAfterHalfASecondAndOneAndAHalf() {
        List<Long> said = new ArrayList<>();
        while (!closing.isOver(closing.nextDeadline())) {
            long now = closing.nextDeadline();
            assertThat(closing.isDueAgain(now - 1)).isFalse();
            assertThat(closing.isDueAgain(now)).isTrue();
            said.add(now);
        }
        assertThat(said).containsExactly(after(500), after(1_500));
        assertThat(closing.nextDeadline()).isEqualTo(after(3_000));
        assertThat(closing.isOver(after(3_000) - 1)).isFalse();
    }

    @Test
    void whoComesLateSaysItOnceAndHasNothingDueAnyMore() {
        assertThat(closing.isDueAgain(after(1_700))).isTrue();
        assertThat(closing.isDueAgain(after(1_700))).isFalse();
        assertThat(closing.nextDeadline()).isEqualTo(after(3_000));
    }

    @Test
    void packetsAreAnsweredTenTimesASecond() {
        int answers = 0;
        for (long millis = 0; millis < 3_000; millis++) {
            answers += closing.answer(after(millis), 1_200) != null ? 1 : 0;
        }
        assertThat(answers).isEqualTo(29);
    }

    @Test
    void anAnswerThatWouldBeTooLongHasNoTextOrIsNotGiven() {
        assertThat(closing.answer(after(100), 40)).as("34 bytes around a frame, 3 of CLOSE and 3 of text")
                .isEqualTo(new Frame.Close(3, "bye"));
        assertThat(closing.answer(after(200), 39)).isEqualTo(new Frame.Close(3, ""));
        assertThat(closing.answer(after(300), 36)).isNull();
        assertThat(closing.answer(after(300), 37)).as("what was not given does not count")
                .isEqualTo(new Frame.Close(3, ""));
    }
}
