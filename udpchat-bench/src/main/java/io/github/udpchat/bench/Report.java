package io.github.udpchat.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results, in Markdown: the summary, the growth, and a table for each number of peers. */
final class Report {

    /** Growth is a ratio to this number of peers. */
    private static final int GROWTH_BASE_PEERS = 100;
    private static final double BYTES_PER_MIB = 1024 * 1024;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final String NOTHING = "–";

    private final Topic topic;
    private final List<Series> all;
    private final List<Load> loads;
    private final List<Contender> contenders;

    Report(Topic topic, List<Series> all) {
        this.topic = topic;
        this.all = all;
        this.loads = all.stream()
                .map(Series::load)
                .distinct()
                .sorted(Comparator.comparingInt(Load::bytes).thenComparing(Load::window).thenComparing(Load::peers))
                .toList();
        this.contenders = all.stream().map(Series::contender).distinct().toList();
    }

    String markdown(List<String> facts) {
        StringBuilder text = new StringBuilder("# " + topic.title() + "\n\n");
        text.append("Written by `udpchat-bench`; what the columns mean is in its [README](../README.md).\n");
        summary(text);
        growth(text);
        text.append("\n## The run\n\n");
        facts.forEach(fact -> text.append("- ").append(fact).append('\n'));
        text.append("- ").append(generator()).append('\n');
        text.append("\n![CPU for each delivery](" + topic.file() + ".svg)\n");
        all.stream().map(series -> series.load().peers()).distinct().forEach(peers -> table(text, peers));
        return text.toString();
    }

    private void summary(StringBuilder text) {
        List<Contender> compared = contenders.stream().filter(one -> topic.compared().contains(one.id())).toList();
        text.append("\n## Summary\n\nServer CPU for each delivery, divided by another server's in the same round:");
        text.append(" median [range] of the rounds. Below 1, udpchat is the cheaper one.\n");
        for (Contender ours : contenders.stream().filter(Contender::isOurs).toList()) {
            text.append("\n### ").append(ours.name()).append("\n\n| load ");
            compared.forEach(other -> text.append("| : ").append(other.name()).append(' '));
            text.append("|\n|---").append("|--:".repeat(compared.size())).append("|\n");
            for (Load load : loads) {
                text.append("| ").append(load.title()).append(' ');
                compared.forEach(other -> text.append("| ").append(ratio(ours, other, load)).append(' '));
                text.append("|\n");
            }
        }
    }

    private String ratio(Contender one, Contender other, Load load) {
        return series(one.id(), load)
                .flatMap(
                        a -> series(other.id(), load).map(
                                b -> shown(a.cpuRatio(b))))
                .orElse(NOTHING);
    }

    private static String shown(Spread spread) {
        return String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", spread.median(), spread.min(), spread.max());
    }

    /** Medians of different processes and different minutes: the reference's own growth tells what the machine did. */
    private void growth(StringBuilder text) {
        List<Load> larger = loads.stream()
                .filter(load -> load.peers() > GROWTH_BASE_PEERS && loads.contains(load.with(GROWTH_BASE_PEERS)))
                .toList();
        if (larger.isEmpty()) {
            return;
        }
        text.append("\n## Growth\n\nServer CPU for each delivery, divided by the same server's at ");
        text.append(GROWTH_BASE_PEERS)
                .append(" peers: ratio of the medians. 1 means that cost grows linearly.\n\n| server ");
        larger.forEach(load -> text.append("| ").append(load.title()).append(' '));
        text.append("|\n|---").append("|--:".repeat(larger.size())).append("|\n");
        for (Contender contender : contenders) {
            text.append("| ").append(contender.name()).append(' ');
            larger.forEach(load -> text.append("| ").append(growth(contender, load)).append(' '));
            text.append("|\n");
        }
    }

    private String growth(Contender contender, Load load) {
        return series(contender.id(), load).flatMap(
                many -> series(contender.id(), load.with(GROWTH_BASE_PEERS)).map(
                        few -> String
                                .format(Locale.ROOT, "%.2f", many.cpuMicros().median() / few.cpuMicros().median())))
                .orElse(NOTHING);
    }

    /** Where this nears the number of processors that the server leaves free, the generator limits what is measured. */
    private String generator() {
        Series busiest = all.stream()
                .max(Comparator.comparingDouble(one -> one.generatorShares().median()))
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "Generator: at most %.2f processors (median of the rounds; %s, %s)",
                busiest.generatorShares().median(),
                busiest.contender().name(),
                busiest.load().title());
    }

    private void table(StringBuilder text, int peers) {
        text.append("\n## ").append(peers).append(" peers\n\n");
        text.append("| server | peers | bytes | window | CPU µs/delivery [min–max] | ratio to " + topic.referenceName()
                + " | deliveries/s");
        text.append(" | p50 µs | p99 µs | lost of | RSS MiB | idle CPU ms/s | processors |\n");
        text.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        loads.stream()
                .filter(load -> load.peers() == peers)
                .forEach(
                        load -> contenders.forEach(
                                contender -> series(contender.id(), load)
                                        .ifPresent(one -> text.append(row(one)).append('\n'))));
    }

    private String row(Series one) {
        String ratio = series(topic.reference(), one.load())
                .map(reference -> String.format(Locale.ROOT, "%.2f", one.cpuRatio(reference).median()))
                .orElse(NOTHING);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %s | %s | %.0f | %.1f | %.1f | %d of %d | %.1f | %.2f | %.2f + %.2f |",
                one.contender().name(),
                one.load().peers(),
                one.load().bytes(),
                one.load().window(),
                shown(one.cpuMicros()),
                ratio,
                one.rates().median(),
                one.latencyMicros(MEDIAN),
                one.latencyMicros(P99),
                one.lost(),
                one.deliveries() + one.lost(),
                one.residentBytes() / BYTES_PER_MIB,
                one.idleMillisPerSecond(),
                one.serverShares().median(),
                one.generatorShares().median());
    }

    private Optional<Series> series(String id, Load load) {
        return all.stream().filter(one -> one.contender().id().equals(id) && one.load().equals(load)).findFirst();
    }
}
