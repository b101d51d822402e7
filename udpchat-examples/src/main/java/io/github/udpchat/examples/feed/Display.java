package io.github.udpchat.examples.feed;

import java.util.Map;
import java.util.TreeMap;

import io.github.udpchat.ChatClientListener;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.RoomId;

/**
 * Shows a client's listener that keeps the newest of each kind, and for which old messages are as good as new ones: a display that
 * comes late, or was away, is up to date with the history of the room. (A typed view would hear only what is new.)
 *
 * <p>
 * Safe for several threads: the listener's and those that look.
 */
final class Display implements ChatClientListener {

    /** More sensors than this are not shown: whoever can speak in the room can make up numbers. */
    private static final int MOST_SENSORS = 1000;

    private final RoomId room;
    private final Map<Integer, Reading> latest = new TreeMap<>();

    Display(RoomId room) {
        this.room = room;
    }

    @Override
    public void onMessage(ChatMessage message) {
        hear(message);
    }

    /** History comes in the order in which it was said, and before what is new. */
    @Override
    public void onHistory(ChatMessage message) {
        hear(message);
    }

    private synchronized void hear(ChatMessage message) {
        if (message.room().equals(room)) {
            try {
                keep(Reading.BytesCodec.INSTANCE.decode(message.content()));
            } catch (CodecException notAReading) {
                // Anybody may say anything in the room; it is not shown.
            }
        }
    }

    private void keep(Reading reading) {
        if (latest.size() < MOST_SENSORS || latest.containsKey(reading.sensor())) {
            latest.put(reading.sensor(), reading);
        }
    }

    /** The newest reading of each sensor, by the sensor's number. */
    synchronized Map<Integer, Reading> latest() {
        return Map.copyOf(latest);
    }
}
