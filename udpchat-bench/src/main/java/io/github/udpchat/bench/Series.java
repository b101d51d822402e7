package io.github.udpchat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.HdrHistogram.Histogram;

/** All measured rounds of one server under one load. Owned by the {@link Campaign} until that is over. */
final class Series {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Contender contender;
    private final Load load;
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> serverShares = new ArrayList<>();
    private final List<Double> generatorShares = new ArrayList<>();
    private final Histogram latencies = new Histogram(3);
    private long messages;
    private long deliveries;
    private long lost;
    private long residentBytes;
    private double idleMillisPerSecond = Double.NaN;

    Series(Contender contender, Load load) {
        this.contender = contender;
        this.load = load;
    }

    void add(LoadResult result, long serverCpuNanos, long generatorCpuNanos) {
        serverShares.add((double) serverCpuNanos / result.elapsed());
        generatorShares.add((double) generatorCpuNanos / result.elapsed());
        messages += result.messages();
        cpuMicros.add(serverCpuNanos / NANOS_PER_MICRO / Math.max(1, result.deliveries()));
        rates.add(result.deliveries() * NANOS_PER_SECOND / result.elapsed());
        latencies.add(result.latencies());
        deliveries += result.deliveries();
        lost += result.lost();
    }

    void atEnd(long bytes, double idle) {
        residentBytes = bytes;
        idleMillisPerSecond = idle;
    }

    Contender contender() {
        return contender;
    }

    Load load() {
        return load;
    }

    /** {@return server CPU for each delivery in microseconds, over the rounds} */
    Spread cpuMicros() {
        return Spread.of(cpuMicros);
    }

    /** {@return server CPU for each delivery divided by another server's in the same round, over the rounds} */
    Spread cpuRatio(Series other) {
        return Spread.of(
                IntStream.range(0, cpuMicros.size())
                        .mapToObj(round -> cpuMicros.get(round) / other.cpuMicros.get(round))
                        .toList());
    }

    /** {@return how many processors the server used, over the rounds} */
    Spread serverShares() {
        return Spread.of(serverShares);
    }

    /** {@return how many processors the generator used, over the rounds} */
    Spread generatorShares() {
        return Spread.of(generatorShares);
    }

    /** {@return deliveries a second, over the rounds} */
    Spread rates() {
        return Spread.of(rates);
    }

    double latencyMicros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    long messages() {
        return messages;
    }

    long deliveries() {
        return deliveries;
    }

    long lost() {
        return lost;
    }

    long residentBytes() {
        return residentBytes;
    }

    /** {@return CPU while all peers are silent, in milliseconds a second} */
    double idleMillisPerSecond() {
        return idleMillisPerSecond;
    }
}
