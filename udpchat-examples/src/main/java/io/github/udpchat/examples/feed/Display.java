package io.github.udpchat.examples.feed;

import java.util.Map;
import java.util.TreeMap;

import io.github.udpchat.Room;
import io.github.udpchat.TypedMessage;

/**
 * Shows a listener that keeps the newest of each kind, and nothing else. A typed view hears what is said from now on: a display that
 * comes late shows a sensor from its next reading on. Safe for several threads: the listener's and those that look.
 */
final class Display {

    /** More sensors than this are not shown: whoever can speak in the room can make up numbers. */
    private static final int MOST_SENSORS = 1000;

    private final Map<Integer, Reading> latest = new TreeMap<>();

    Display(Room room) {
        room.as(Reading.BytesCodec.INSTANCE).onMessage(this::hear);
    }

    private synchronized void hear(TypedMessage<Reading> message) {
        Reading reading = message.value();
        if (latest.size() < MOST_SENSORS || latest.containsKey(reading.sensor())) {
            latest.put(reading.sensor(), reading);
        }
    }

    /** The newest reading of each sensor, by the sensor's number. */
    synchronized Map<Integer, Reading> latest() {
        return Map.copyOf(latest);
    }
}
