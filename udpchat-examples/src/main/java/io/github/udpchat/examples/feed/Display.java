package io.github.udpchat.examples.feed;

import java.util.Map;
import java.util.TreeMap;

import io.github.udpchat.TypedListener;
import io.github.udpchat.TypedMessage;

/**
 * Shows a listener in the application's own message type that keeps the newest of each kind, and for which old messages are as good as
 * new ones: a display that comes late, or was away, is up to date with the history of the room.
 *
 * <p>
 * Safe for several threads: the listener's and those that look.
 */
final class Display implements TypedListener<Reading> {

    /** More sensors than this are not shown: whoever can speak in the room can make up numbers. */
    private static final int MOST_SENSORS = 1000;

    private final Map<Integer, Reading> latest = new TreeMap<>();

    @Override
    public void onMessage(TypedMessage<Reading> reading) {
        keep(reading.value());
    }

    /** History comes in the order in which it was said, and before what is new. */
    @Override
    public void onHistory(TypedMessage<Reading> reading) {
        keep(reading.value());
    }

    private synchronized void keep(Reading reading) {
        if (latest.size() < MOST_SENSORS || latest.containsKey(reading.sensor())) {
            latest.put(reading.sensor(), reading);
        }
    }

    /** The newest reading of each sensor, by the sensor's number. */
    synchronized Map<Integer, Reading> latest() {
        return Map.copyOf(latest);
    }
}
