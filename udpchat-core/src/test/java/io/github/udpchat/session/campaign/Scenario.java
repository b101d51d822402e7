package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What happens in one run, drawn from its seed.
 *
 * @param load      how much the clients say
 * @param links     what happens to datagrams
 * @param manners   how the applications behave
 * @param hardStart whether the faults begin before the clients connect
 * @param outages   when nothing passes between one client and the server
 * @param pauses    when a program does not run
 * @param hostile   who tries to do harm
 * @param moves     when a client gets another address
 * @param renewal   who begins anew
 * @param model     what is used of rooms, history, roles and moderation
 * @param company   what people do beside speaking in rooms
 * @param length    how long there are faults
 */
record Scenario(long seed, int clients, Load load, Links links, Manners manners, boolean hardStart,
        List<Outage> outages, List<Pause> pauses, List<HostilePeer.Kind> hostile, List<Move> moves, Renewal renewal,
        Model model, Company company, Duration length) {

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

    /**
     * What happens to datagrams.
     *
     * @param loss         share of the datagrams that are lost
     * @param inBursts     whether losses come in bursts
     * @param corruption   share of which a bit is turned over
     * @param forgery      share before which a copy comes with another packet number
     * @param duplication  share that comes twice
     * @param reordering   share that is held up for a while
     * @param replay       share that comes again seconds later
     * @param jitterMillis longest delay of each
     */
    record Links(double loss, boolean inBursts, double corruption, double forgery, double duplication,
            double reordering, double replay, int jitterMillis) {

        boolean damage() {
            return corruption > 0 || forgery > 0;
        }

        boolean repeat() {
            return duplication > 0 || replay > 0;
        }

        boolean areClean() {
            return loss == 0 && !damage() && !repeat() && reordering == 0 && jitterMillis == 0;
        }
    }

    /**
     * How the applications behave.
     *
     * @param throwing    whether every third listener throws now and then
     * @param answering   whether listeners answer now and then, in the callback
     * @param leaving     whether a client leaves in the middle, and another is removed
     * @param restsMillis how long every second client's listener rests after it has run
     * @param serverRestsMillis how long the server's does
     */
    record Manners(boolean throwing, boolean answering, boolean leaving, int restsMillis, int serverRestsMillis) {}

    /** What an outage cuts off. */
    enum Cut {
        BOTH_WAYS, TO_SERVER, FROM_SERVER
    }

    /** Nothing passes between a client and the server for a time. */
    record Outage(int client, Cut cut, Duration from, Duration length) {}

    /** The program of a client, or of the server where the client is -1, does not run for a time. */
    record Pause(int client, Duration from, Duration length) {

        static final int SERVER = -1;
    }

    /** A client gets another address, of the same host or not. */
    record Move(int client, Duration from, boolean sameHost) {}

    static Scenario of(long seed, Duration length) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5CE7A210L);
        int clients = MOST_CLIENTS;
        for (int draw = 0; draw < 3; draw++) {
            clients = Math.min(clients, random.nextInt(FEWEST_CLIENTS, MOST_CLIENTS + 1));
        }
        Model model = Model.of(seed, clients, length);
        return new Scenario(seed, clients, one(random, Load.values()), links(random), manners(random),
                random.nextInt(3) == 0, outages(random, clients, length), pauses(random, clients, length),
                hostile(random), moves(random, clients, length), Renewal.of(seed, clients, length),
                model, Company.of(seed, model.stored(), length), length);
    }

    private static Links links(SplittableRandom random) {
        if (random.nextInt(12) == 0) {
            return new Links(0, false, 0, 0, 0, 0, 0, 0);
        }
        return new Links(random.nextInt(4) == 0 ? 0 : random.nextDouble(0.3), random.nextBoolean(),
                share(random, 0.1), share(random, 0.1), share(random, 0.3), share(random, 0.3), share(random, 0.1),
                random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(200));
    }

    private static Manners manners(SplittableRandom random) {
        int longest = one(random, 300, 300, 3_000, 25_000);
        return new Manners(random.nextInt(4) == 0, random.nextInt(4) == 0, random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? random.nextInt(longest) : 0,
                random.nextInt(6) == 0 ? random.nextInt(2_000) : 0);
    }

    private static List<Outage> outages(SplittableRandom random, int clients, Duration length) {
        List<Outage> outages = new ArrayList<>();
        for (int left = random.nextInt(4) - 1; left > 0; left--) {
            outages.add(new Outage(random.nextInt(clients), one(random, Cut.values()), some(random, length),
                    Duration.ofMillis(1000 + random.nextInt(one(random, 10_000, 70_000)))));
        }
        return List.copyOf(outages);
    }

    private static List<Pause> pauses(SplittableRandom random, int clients, Duration length) {
        return Stream
                .generate(() -> pause(random, random.nextInt(3) == 0 ? Pause.SERVER : random.nextInt(clients), length))
                .limit(Math.max(0, random.nextInt(4) - 1)).toList();
    }

    /** None goes on when the faults are over. */
    private static Pause pause(SplittableRandom random, int client, Duration length) {
        Duration from = some(random, length);
        long longest = Math.min(200 + one(random, 2_000, 10_000, 50_000), length.minus(from).toMillis());
        return new Pause(client, from, Duration.ofMillis(random.nextLong(1 + longest)));
    }

    private static List<HostilePeer.Kind> hostile(SplittableRandom random) {
        return Stream.generate(() -> one(random, HostilePeer.Kind.values())).limit(Math.max(0, random.nextInt(6) - 2))
                .toList();
    }

    private static List<Move> moves(SplittableRandom random, int clients, Duration length) {
        return Stream
                .generate(() -> new Move(random.nextInt(clients), some(random, length), random.nextBoolean()))
                .limit(Math.max(0, random.nextInt(9) - 4)).toList();
    }

    private static Duration some(SplittableRandom random, Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis()));
    }

    private static double share(SplittableRandom random, double most) {
        return random.nextBoolean() ? 0 : random.nextDouble(most);
    }

    private static int one(SplittableRandom random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static <T> T one(SplittableRandom random, T[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
