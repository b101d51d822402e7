package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Who begins anew in one run. Drawn by itself, so that it changes nothing of what a {@link Scenario} draws besides.
 *
 * @param comeBack whether clients that lose their session make another one
 * @param restarts when the server ends, and another one of the same identity begins at its address; only where clients come back
 * @param impostor whether somebody sends in the server's place while it is down, and to the next one what the clients sent to it
 * @param deaths   when a client's program ends without a word, and another one of the same name comes
 * @param twin     whether a second server has the same identity
 */
record Renewal(boolean comeBack, List<Restart> restarts, boolean impostor, List<Death> deaths, boolean twin) {

    private static final int SHORTEST_DOWN_MILLIS = 500;
    private static final int MOST_RESTARTS = 4;

    /** The server ends, by a crash or as its application wishes, and begins again after a while. */
    record Restart(Duration from, Duration down, boolean crash) {

        Duration until() {
            return from.plus(down);
        }
    }

    /**
     * A client's program ends.
     *
     * @param lasting whether the two programs have one identity; otherwise both are visitors
     */
    record Death(int client, Duration from, Duration nextAfter, boolean lasting) {}

    static Renewal of(long seed, int clients, Duration length) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x2E0E11L);
        boolean comeBack = random.nextBoolean();
        List<Restart> restarts = Stream.generate(() -> restart(random, length))
                .limit(Math.max(0, random.nextInt(-2, MOST_RESTARTS))).toList();
        return new Renewal(comeBack, comeBack ? restarts : List.of(), random.nextBoolean(),
                deaths(random, clients, length), random.nextInt(5) == 0);
    }

    /** It is up again when the faults are over. */
    private static Restart restart(SplittableRandom random, Duration length) {
        int longest = random.nextBoolean() ? 4_000 : 60_000;
        Duration down = Duration.ofMillis(SHORTEST_DOWN_MILLIS + random.nextInt(longest));
        return new Restart(Duration.ofMillis(random.nextLong(length.minus(down).toMillis())), down,
                random.nextInt(3) > 0);
    }

    /** Each is over long before the faults are. */
    private static List<Death> deaths(SplittableRandom random, int clients, Duration length) {
        return Stream.generate(() -> new Death(random.nextInt(clients),
                Duration.ofMillis(random.nextLong(length.dividedBy(2).toMillis())),
                Duration.ofMillis(random.nextInt(random.nextBoolean() ? 2_000 : 45_000)), random.nextBoolean()))
                .limit(Math.max(0, random.nextInt(-3, 3))).toList();
    }
}
