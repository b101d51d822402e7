package io.github.udpchat.examples.feed;

import java.util.Optional;

import io.github.udpchat.Room;
import io.github.udpchat.TypedRoom;

/**
 * Shows how to say something often when only the newest counts: the next reading leaves when the one before has its outcome, and
 * what was measured meanwhile is skipped. So a link that is slow, or down for an hour, gives no queue of old readings.
 *
 * <p>
 * Safe for several threads: those that measure, and the library's, on which outcomes come.
 */
final class Sensor {

    private final int id;
    private final TypedRoom<Reading> room;
    private Optional<Reading> newest = Optional.empty();
    private boolean underWay;
    private long measured;

    Sensor(int id, Room room) {
        this.id = id;
        this.room = room.as(Reading.BytesCodec.INSTANCE);
    }

    /** Never blocks. */
    synchronized void measured(double celsius) {
        newest = Optional.of(new Reading(id, ++measured, celsius));
        sayNewest();
    }

    private void sayNewest() {
        if (!underWay && newest.isPresent()) {
            Reading reading = newest.get();
            newest = Optional.empty();
            underWay = true;
            room.send(reading).thenRun(this::hasOutcome);
        }
    }

    /** Whatever the outcome: where one was not relayed, the next one will do. */
    private synchronized void hasOutcome() {
        underWay = false;
        sayNewest();
    }
}
