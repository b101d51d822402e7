package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What happens in one run, drawn from its seed.
 *
 * @param load            how much the clients say
 * @param loss            share of the datagrams that are lost
 * @param inBursts        whether losses come in bursts
 * @param corruption      share of which a bit is turned over
 * @param duplication     share that comes twice
 * @param reordering      share that is held up for a while
 * @param replay          share that comes again seconds later
 * @param jitterMillis    longest delay of each
 * @param hardStart       whether the faults begin before the clients connect
 * @param throwing        whether every third listener throws now and then
 * @param leaving         whether a client leaves in the middle
 * @param outages         when nothing passes between one client and the server
 * @param hostile         who tries to do harm
 * @param length          how long there are faults
 */
record Scenario(long seed, int clients, Load load, double loss, boolean inBursts, double corruption, double duplication,
        double reordering, double replay, int jitterMillis, boolean hardStart, boolean throwing, boolean leaving,
        List<Outage> outages, List<HostilePeer.Kind> hostile, Duration length) {

    private static final int FEWEST_CLIENTS = 2;
    private static final int MOST_CLIENTS = 32;

    /** How much is said. */
    enum Load {
        /** Nothing but a few words. */
        SILENT,
        /** About a message a second and client, for a while. */
        STEADY,
        /** Hundreds at once, now and then. */
        BURSTY,
        /** Messages of up to 60 KiB, several at once. */
        BULK
    }

    /** What an outage cuts off. A client's program that does not run (a pause) looks the same from outside. */
    enum Cut {
        BOTH_WAYS, TO_SERVER, FROM_SERVER
    }

    /** Nothing passes between a client and the server for a time. */
    record Outage(int client, Cut cut, Duration from, Duration length) {}

    static Scenario of(long seed, Duration length) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5CE7A210L);
        int clients = MOST_CLIENTS;
        for (int draw = 0; draw < 3; draw++) {
            clients = Math.min(clients, random.nextInt(FEWEST_CLIENTS, MOST_CLIENTS + 1));
        }
        Load load = Load.values()[random.nextInt(Load.values().length)];
        double loss = random.nextInt(4) == 0 ? 0 : random.nextDouble(0.3);
        List<Outage> outages = new ArrayList<>();
        for (int left = random.nextInt(4) - 1; left > 0; left--) {
            long longest = random.nextBoolean() ? 10_000 : 70_000;
            outages.add(new Outage(random.nextInt(clients), Cut.values()[random.nextInt(3)],
                    Duration.ofMillis(random.nextLong(length.toMillis())),
                    Duration.ofMillis(1000 + random.nextLong(longest))));
        }
        List<HostilePeer.Kind> hostile = new ArrayList<>();
        for (int left = Math.max(0, random.nextInt(5) - 2); left > 0; left--) {
            hostile.add(HostilePeer.Kind.values()[random.nextInt(HostilePeer.Kind.values().length)]);
        }
        return new Scenario(seed, clients, load, loss, random.nextBoolean(), share(random, 0.1), share(random, 0.3),
                share(random, 0.3), share(random, 0.1), random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(200),
                random.nextInt(3) == 0, random.nextInt(4) == 0, random.nextInt(3) == 0,
                List.copyOf(outages), List.copyOf(hostile), length);
    }

    private static double share(SplittableRandom random, double most) {
        return random.nextBoolean() ? 0 : random.nextDouble(most);
    }
}
