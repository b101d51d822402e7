package io.github.udpchat.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table, in Markdown. */
final class Report {

    private static final double BYTES_PER_MIB = 1024 * 1024;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;

    private final List<Series> all;

    Report(List<Series> all) {
        this.all = all;
    }

    String markdown(List<String> facts) {
        StringBuilder text = new StringBuilder("# Classic relay: udpchat and others\n\n");
        text.append("Written by `udpchat-bench`; what the columns mean is in its [README](../README.md).\n\n");
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        text.append("\n![CPU for each delivery](classic.svg)\n");
        all.stream().map(series -> series.load().peers()).distinct().forEach(peers -> table(text, peers));
        return text.toString();
    }

    private void table(StringBuilder text, int peers) {
        text.append("\n## ").append(peers).append(" peers\n\n");
        text.append("| server | peers | bytes | window | CPU µs/delivery [min–max] | ratio to C sendto | deliveries/s");
        text.append(" | p50 µs | p99 µs | lost of | RSS MiB | idle CPU ms/s |\n");
        text.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        all.stream()
                .map(series -> series.load().window())
                .distinct()
                .forEach(
                        window -> all.stream()
                                .filter(one -> one.load().peers() == peers && one.load().window() == window)
                                .forEach(one -> text.append(row(one)).append('\n')));
    }

    private String row(Series one) {
        Spread cpu = one.cpuMicros();
        String ratio = reference(one.load()).map(
                reference -> String.format(Locale.ROOT, "%.2f", cpu.median() / reference.cpuMicros().median()))
                .orElse("–");
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.2f [%.2f–%.2f] | %s | %.0f | %.1f | %.1f | %d of %d | %.1f | %.2f |",
                one.contender().name(),
                one.load().peers(),
                one.load().bytes(),
                one.load().window(),
                cpu.median(),
                cpu.min(),
                cpu.max(),
                ratio,
                one.rates().median(),
                one.latencyMicros(MEDIAN),
                one.latencyMicros(P99),
                one.lost(),
                one.deliveries() + one.lost(),
                one.residentBytes() / BYTES_PER_MIB,
                one.idleMillisPerSecond());
    }

    private Optional<Series> reference(Load load) {
        return all.stream()
                .filter(one -> one.contender().id().equals(Contenders.REFERENCE) && one.load().equals(load))
                .findFirst();
    }
}
