package io.github.udpchat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures all servers in turn. For each number of peers every server gets a new process; in every round each server is
 * measured once, and all others are stopped meanwhile. Every round begins with another server.
 */
final class Campaign {

    /** The peers come so often before the first round that counts, so that the compiler is done with their coming, too. */
    private static final int WARM_UP_VISITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final BenchOptions options;
    private final List<Contender> contenders;
    private final List<Series> all = new ArrayList<>();

    private Campaign(BenchOptions options, List<Contender> contenders) {
        this.options = options;
        this.contenders = contenders;
    }

    /** Takes what was measured so far; a long run that fails late has not been for nothing. */
    interface SoFar {

        void take(List<Series> all) throws IOException;
    }

    static List<Series> run(BenchOptions options, List<Contender> contenders, SoFar soFar) throws IOException {
        Campaign campaign = new Campaign(options, contenders);
        for (int peers : options.peers()) {
            campaign.measure(peers);
            soFar.take(campaign.all);
        }
        return campaign.all;
    }

    private void measure(int peers) throws IOException {
        List<Turn> turns = new ArrayList<>();
        try (Generators generators = new Generators(peers)) {
            for (Contender contender : contenders) {
                if (contender.bears(peers)) {
                    turns.add(Turn.start(contender, peers, options.loads(peers)));
                }
            }
            for (Turn turn : turns) {
                all.addAll(turn.series);
            }
            for (int round = 0; round <= options.rounds(); round++) {
                System.err.println(peers + " peers, " + (round == 0 ? "warm-up" : "round " + round));
                for (Turn turn : turns) {
                    if (round == 0) {
                        turn.warmUp(generators, options.warmUp());
                    } else {
                        turn.take(generators, round == options.rounds() ? options.idle() : Duration.ZERO);
                    }
                }
                Collections.rotate(turns, 1);
            }
        } finally {
            turns.forEach(turn -> turn.process.close());
        }
    }

    /** One server's process, and what was measured of it. */
    private record Turn(RelayProcess process, List<Series> series) {

        static Turn start(Contender contender, int peers, List<Load> loads) throws IOException {
            RelayProcess process = RelayProcess.start(contender, peers);
            process.stop();
            return new Turn(process, loads.stream().map(load -> new Series(contender, load)).toList());
        }

        void warmUp(Generators generators, Duration duration) throws IOException {
            process.resume();
            for (int visit = 0; visit < WARM_UP_VISITS; visit++) {
                try (Generator generator = generators.at(contender(), process.address())) {
                    for (Series one : series) {
                        generator.put(one.load().lasting(duration.dividedBy(WARM_UP_VISITS)));
                    }
                }
            }
            process.stop();
        }

        void take(Generators generators, Duration idle) throws IOException {
            process.resume();
            try (Generator generator = generators.at(contender(), process.address())) {
                for (Series one : series) {
                    long before = process.usage().cpuNanos();
                    long generatorBefore = generator.usage().cpuNanos();
                    LoadResult result = generator.put(one.load());
                    long cpu = process.usage().cpuNanos() - before;
                    one.add(result, cpu, generator.usage().cpuNanos() - generatorBefore);
                }
                if (idle.isPositive()) {
                    measureIdle(idle);
                }
            }
            process.stop();
        }

        private Contender contender() {
            return series.getFirst().contender();
        }

        private void measureIdle(Duration duration) throws IOException {
            ProcessUsage usage = process.usage();
            long cpuBefore = usage.fineCpuNanos();
            long start = System.nanoTime();
            for (long left = duration.toNanos(); left > 0; left = start + duration.toNanos() - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            double cpuMillis = (usage.fineCpuNanos() - cpuBefore) / NANOS_PER_MILLI;
            double idle = cpuMillis * NANOS_PER_SECOND / (System.nanoTime() - start);
            long residentBytes = usage.residentBytes();
            series.forEach(one -> one.atEnd(residentBytes, idle));
        }
    }
}
