package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.github.udpchat.model.History;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;

/**
 * What is used of rooms, history, roles and moderation in one run. Drawn by itself, so that it changes nothing of what a
 * {@link Scenario} draws besides.
 *
 * @param rooms     how many rooms there are beside the lobby
 * @param history   how much the server remembers
 * @param stored    whether it remembers that in its next life too
 * @param recall    how many old messages clients want of a room of which they know nothing
 * @param rates     how fast clients may speak
 * @param roles     whether every fifth client only listens, and every fifth is a moderator
 * @param sanctions what the server's application does against whom; each client is hit once at most
 */
record Model(int rooms, History history, boolean stored, int recall, RateLimits rates, boolean roles,
        List<Sanction> sanctions) {

    private static final Model NONE = new Model(0, History.defaults(), false, 50, RateLimits.none(), false, List.of());

    private static final int MOST_ROOMS = 3;
    private static final int MOST_SANCTIONS = 4;
    private static final int SHORTEST_MILLIS = 3_000;
    private static final int LONGEST_MILLIS = 90_000;

    /** What the server's application can do against somebody. */
    enum Kind {
        /** Its words are refused for a while, in whatever session. */
        MUTE,
        /** Its key is not let in for a while, and it is removed. */
        BAN,
        /** It is removed, once. */
        KICK
    }

    /** Something is done against a client; what lasts is taken back after a while. */
    record Sanction(Kind kind, int client, Duration from, Duration length) {}

    static Model of(long seed, int clients, Duration length) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x900D71DEL);
        if (random.nextBoolean()) {
            return NONE;
        }
        int rooms = random.nextInt(MOST_ROOMS + 1);
        History history = history(random);
        boolean stored = random.nextBoolean();
        int recall = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 5;
            case 2 -> 50;
            default -> 1_000;
        };
        RateLimits rates = random.nextBoolean() ? RateLimits.defaults() : RateLimits.none();
        return new Model(rooms, history, stored, recall, rates, random.nextInt(4) == 0,
                sanctions(random, clients, length));
    }

    private static History history(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> History.none();
            case 1 -> History.last(1 + random.nextInt(8), Duration.ofSeconds(20 + random.nextInt(100)));
            case 2 -> new History(200, Duration.ofHours(1), 4_000 + random.nextInt(60_000));
            case 3 -> new History(5_000, Duration.ofHours(1), 64L << 20);
            default -> History.defaults();
        };
    }

    private static List<Sanction> sanctions(SplittableRandom random, int clients, Duration length) {
        int first = random.nextInt(clients);
        int count = Math.min(clients - 1, random.nextInt(MOST_SANCTIONS + 1));
        return IntStream.range(0, count).mapToObj(i -> new Sanction(Kind.values()[random.nextInt(3)],
                (first + i) % clients, Duration.ofMillis(5_000 + random.nextLong(length.toMillis() - 5_000)),
                Duration.ofMillis(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS)))).toList();
    }

    /** {@return what a client may do} */
    Role role(int client) {
        return !roles ? Role.MEMBER : switch (client % 5) {
            case 3 -> Role.LISTENER;
            case 4 -> Role.MODERATOR;
            default -> Role.MEMBER;
        };
    }

    /** {@return whether a client may speak, unless it is muted} */
    boolean maySpeak(int client) {
        return role(client) != Role.LISTENER;
    }

    /** {@return whether a client is to be done something like that in the run} */
    boolean hits(Kind kind, int client) {
        return sanctions.stream().anyMatch(one -> one.kind() == kind && one.client() == client);
    }

    /** {@return whether somebody is to be done something like that in the run} */
    boolean has(Kind kind) {
        return sanctions.stream().anyMatch(one -> one.kind() == kind);
    }
}
