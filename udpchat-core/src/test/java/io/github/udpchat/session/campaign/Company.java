package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What people do beside speaking in rooms in one run. Drawn by itself, so that it changes nothing of what a {@link Scenario}
 * draws besides.
 *
 * @param asides   whether they say things to one person alone, and are seen typing
 * @param crowd    how many more come for a moment when the faults are over
 * @param refusals when the server's store refuses what it is given; only where there is one
 */
record Company(boolean asides, int crowd, List<Refusal> refusals) {

    private static final int CROWD_ONE_IN = 20;
    private static final int SMALLEST_CROWD = 257;
    private static final int LONGEST_MILLIS = 20_000;

    /** The store refuses everything for a while. */
    record Refusal(Duration from, Duration length) {}

    static Company of(long seed, boolean stored, Duration length) {
        SplittableRandom random = new SplittableRandom(seed ^ 0xC0FFEEL);
        boolean asides = random.nextInt(3) > 0;
        int crowd = random.nextInt(CROWD_ONE_IN) == 0 ? SMALLEST_CROWD + random.nextInt(16) : 0;
        List<Refusal> refusals = Stream
                .generate(() -> new Refusal(Duration.ofMillis(random.nextLong(length.toMillis() - LONGEST_MILLIS)),
                        Duration.ofMillis(1 + random.nextInt(LONGEST_MILLIS))))
                .limit(Math.max(0, random.nextInt(-2, 4))).toList();
        return new Company(asides, crowd, stored ? refusals : List.of());
    }
}
