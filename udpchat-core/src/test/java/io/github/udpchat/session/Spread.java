package io.github.udpchat.session;

import java.util.List;
import java.util.Locale;

/** How long something took in many cases, in nanoseconds. */
record Spread(long p50, long p99, long most) {

    static Spread of(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return new Spread(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "p50 %.0f, p99 %.0f, at most %.0f ms", p50 / 1e6, p99 / 1e6, most / 1e6);
    }
}
