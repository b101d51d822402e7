package io.github.udpchat.internal.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;

import io.github.udpchat.model.DropReason;

/**
 * Counts what was dropped, and decides when the listener hears of it: at once for the first of a reason, and then at most
 * once a second for each reason, so that a flood of garbage can't crowd out the messages. Owned by the engine, used under
 * its lock.
 */
final class DropLedger {

    private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] totals = new long[REASONS.length];
    private final long[] unreported = new long[REASONS.length];
    private final long[] reportFrom = new long[REASONS.length];
    private final ObjLongConsumer<DropReason> listener;
    private int reasonsUnreported;

    /** A ledger that reports to the given consumer. */
    DropLedger(ObjLongConsumer<DropReason> listener) {
        this.listener = listener;
    }

    void count(long now, DropReason reason, long times) {
        int index = reason.ordinal();
        totals[index] += times;
        if (unreported[index] == 0) {
            reasonsUnreported++;
        }
        unreported[index] += times;
        if (reportFrom[index] <= now) {
            report(now, index);
        }
    }

    /** Reports what has become due. */
    void onTimer(long now) {
        for (int index = 0; index < REASONS.length && reasonsUnreported > 0; index++) {
            if (unreported[index] > 0 && reportFrom[index] <= now) {
                report(now, index);
            }
        }
    }

    private void report(long now, int index) {
        listener.accept(REASONS[index], unreported[index]);
        unreported[index] = 0;
        reasonsUnreported--;
        reportFrom[index] = now + REPORT_INTERVAL_NANOS;
    }

    /** Reports everything, due or not: the end has come. */
    void reportAll(long now) {
        for (int index = 0; index < REASONS.length; index++) {
            if (unreported[index] > 0) {
                report(now, index);
            }
        }
    }

    /** {@return when {@link #onTimer} has something to do, or {@code Long.MAX_VALUE}} */
    long nextDeadline() {
        long next = Long.MAX_VALUE;
        if (reasonsUnreported > 0) {
            for (int index = 0; index < REASONS.length; index++) {
                if (unreported[index] > 0) {
                    next = Math.min(next, reportFrom[index]);
                }
            }
        }
        return next;
    }

    /** {@return how often something was dropped, for each reason for which it happened} */
    Map<DropReason, Long> totals() {
        Map<DropReason, Long> counted = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            if (totals[reason.ordinal()] > 0) {
                counted.put(reason, totals[reason.ordinal()]);
            }
        }
        return counted;
    }
}
