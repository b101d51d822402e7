package io.github.udpchat.history.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;

import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Position;

/**
 * Writes {@link Numbered} messages into a history, from the first that is not there on, until it is killed or can't go on. It
 * says what it is about to append, and afterwards that it is kept; what a room has too many, it forgets. The arguments: the
 * file, a seed, and how many messages it appends at most at a time.
 */
final class EndlessWriterMain {

    private EndlessWriterMain() {}

    public static void main(String[] args) throws IOException {
        SplittableRandom random = new SplittableRandom(Long.parseLong(args[1]));
        int most = Integer.parseInt(args[2]);
        say("opens");
        try (SqliteHistory history = SqliteHistory.at(Path.of(args[0]))) {
            long last = history.load().stream().mapToLong(Numbered::numberOf).max().orElse(-1);
            say("found " + last);
            while (true) {
                long first = last + 1;
                last += random.nextBoolean() ? 1 : 1 + random.nextInt(most);
                say("appends " + last);
                history.append(Numbered.messages(first, last));
                say("kept " + last);
                for (StoredMessage newest : Numbered.lastOfEachRoom(last)) {
                    Position at = newest.position();
                    history.forget(newest.room(),
                            new Position(at.epoch(), Math.max(0, at.offset() - Numbered.KEPT + 1)));
                }
            }
        } catch (IOException failed) {
            say("failed " + failed.getMessage());
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
