package io.github.udpchat.session.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long and how large a run is.
 *
 * @param length  how long everybody talks
 * @param clients how many there are
 * @param inRooms whether they talk in rooms, or all in the lobby
 */
record SoakOptions(Duration length, int clients, boolean inRooms) {

    private static final int ROUNDS_OF_A_SHORT_RUN = 5;
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(5);

    private static final double FEWEST_MESSAGES_PER_SECOND = 20;

    /** A shorter run says nothing about the heap. */
    private static final Duration SHORTEST_TO_JUDGE_THE_HEAP = Duration.ofMinutes(15);

    /** And a slope over so short a time would be that of its noise; this much all may grow together. */
    private static final Duration SHORTEST_TO_JUDGE_WHAT_IS_ADDED = Duration.ofMinutes(1);
    private static final double MOST_MIB_ADDED = 4;

    /** {@return what {@code -Dsoak.minutes}, {@code -Dsoak.clients} and {@code -Dsoak.rooms} say} */
    static SoakOptions ofProperties() {
        double minutes = Double.parseDouble(System.getProperty("soak.minutes", "30"));
        return new SoakOptions(Duration.ofMillis((long) (minutes * 60_000)), Integer.getInteger("soak.clients", 200),
                Boolean.getBoolean("soak.rooms"));
    }

    /** How long they talk until all of it has to be heard, and everything is measured. */
    Duration round() {
        Duration part = length.dividedBy(ROUNDS_OF_A_SHORT_RUN);
        return part.compareTo(LONGEST_ROUND) < 0 ? part : LONGEST_ROUND;
    }

    int rounds() {
        return (int) Math.max(1, length.dividedBy(round()));
    }

    /** So many rounds are not judged. */
    int warmUpRounds() {
        return (int) Math.max(1, Math.min(LONGEST_WARM_UP.dividedBy(round()), rounds() / 2));
    }

    /** {@return how much the heap may grow} */
    Optional<Verdict.HeapBound> heapBound() {
        if (length.compareTo(SHORTEST_TO_JUDGE_THE_HEAP) >= 0) {
            return Optional.of(Verdict.HeapBound.OF_A_LONG_RUN);
        }
        boolean judged = length.compareTo(SHORTEST_TO_JUDGE_WHAT_IS_ADDED) >= 0;
        return judged ? Optional.of(new Verdict.HeapBound(MOST_MIB_ADDED, length)) : Optional.empty();
    }

    /** Makes those who talk. */
    Crowd crowd(int size) throws IOException {
        return inRooms ? new RoomCrowd(size) : new SoakCrowd(size);
    }

    /** So many say something in a second, one after another: each of two hundred once in ten. */
    double messagesPerSecond() {
        return Math.max(FEWEST_MESSAGES_PER_SECOND, clients / 10.0);
    }

    /** So many leave after each round, and as many new ones come. */
    int turnover() {
        return Math.max(1, clients / 20);
    }
}
