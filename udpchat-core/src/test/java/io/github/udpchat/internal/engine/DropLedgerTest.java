package io.github.udpchat.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.model.DropReason;
import org.junit.jupiter.api.Test;

class DropLedgerTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> reports = new ArrayList<>();
    private final DropLedger ledger = new DropLedger((reason, count) -> reports.add(reason + " " + count));

    @Test
    void firstDropIsReportedAtOnceAndTheRestASecondLater() {
        ledger.count(0, DropReason.EMPTY, 1);
        assertThat(reports).containsExactly("EMPTY 1");
        assertThat(ledger.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        ledger.count(1, DropReason.EMPTY, 2);
        ledger.count(SECOND - 1, DropReason.EMPTY, 3);
        ledger.onTimer(SECOND - 1);
        assertThat(reports).hasSize(1);
        assertThat(ledger.nextDeadline()).isEqualTo(SECOND);
        ledger.onTimer(SECOND);
        assertThat(reports).containsExactly("EMPTY 1", "EMPTY 5");
        assertThat(ledger.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void dropAfterASilentSecondIsReportedAtOnceAgain() {
        ledger.count(0, DropReason.EMPTY, 1);
        ledger.count(SECOND, DropReason.EMPTY, 4);
        assertThat(reports).containsExactly("EMPTY 1", "EMPTY 4");
    }

    @Test
    void reasonsDoNotWaitForEachOther() {
        ledger.count(0, DropReason.EMPTY, 1);
        ledger.count(5, DropReason.TOO_LARGE, 1);
        ledger.count(6, DropReason.TOO_LARGE, 1);
        ledger.count(7, DropReason.EMPTY, 1);
        assertThat(reports).containsExactly("EMPTY 1", "TOO_LARGE 1");
        assertThat(ledger.nextDeadline()).isEqualTo(SECOND);
        ledger.onTimer(SECOND);
        assertThat(reports).last().isEqualTo("EMPTY 1");
        assertThat(ledger.nextDeadline()).isEqualTo(SECOND + 5);
    }

    @Test
    void atTheEndEverythingIsReportedDueOrNot() {
        ledger.count(0, DropReason.EMPTY, 1);
        ledger.count(1, DropReason.EMPTY, 7);
        ledger.count(1, DropReason.NOT_UTF8, 1);
        ledger.count(1, DropReason.NOT_UTF8, 2);
        ledger.reportAll(2);
        assertThat(reports).containsExactly("EMPTY 1", "NOT_UTF8 1", "EMPTY 7", "NOT_UTF8 2");
        ledger.reportAll(3);
        assertThat(reports).hasSize(4);
        assertThat(ledger.totals()).isEqualTo(Map.of(DropReason.EMPTY, 8L, DropReason.NOT_UTF8, 3L));
    }

    @Test
    void inAFloodNothingIsLostAndNoReasonIsReportedTwiceWithinASecond() {
        Map<DropReason, Long> counted = new EnumMap<>(DropReason.class);
        Map<DropReason, Long> reported = new EnumMap<>(DropReason.class);
        Map<DropReason, Long> lastReport = new HashMap<>();
        long[] now = new long[1];
        DropLedger flooded = new DropLedger((reason, count) -> {
            reported.merge(reason, count, Long::sum);
            Long before = lastReport.put(reason, now[0]);
            assertThat(before == null || now[0] - before >= SECOND).as("a second between reports").isTrue();
        });
        SplittableRandom random = new SplittableRandom(42);
        DropReason[] reasons = DropReason.values();
        for (int i = 0; i < 20_000; i++) {
            now[0] += random.nextLong(SECOND / 100);
            if (flooded.nextDeadline() <= now[0]) {
                flooded.onTimer(now[0]);
                assertThat(flooded.nextDeadline()).isGreaterThan(now[0]);
            }
            DropReason reason = reasons[random.nextInt(reasons.length)];
            int times = random.nextInt(1, 5);
            counted.merge(reason, (long) times, Long::sum);
            flooded.count(now[0], reason, times);
        }
        now[0] += SECOND;
        flooded.reportAll(now[0]);
        assertThat(reported).isEqualTo(counted).isEqualTo(flooded.totals());
    }
}
