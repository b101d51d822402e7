package io.github.udpchat.demo.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/** What was last said in each room, whoever said it. Safe for use by several threads. */
final class Recollection {

    /** So many lines of each room are kept; the oldest go. */
    private static final int MOST_LINES = 100;

    /** So much of each line is kept; the rest is left out. */
    private static final int MOST_CHARS = 1_000;

    private final Map<RoomId, Deque<Line>> rooms = new HashMap<>();

    private record Line(Optional<Position> position, long saidNanos, String text) {}

    /** Takes a line, unless it is here already: what the client says itself may come back as history. */
    synchronized void add(RoomId room, Optional<Position> position, Duration age, String text) {
        Deque<Line> lines = rooms.computeIfAbsent(room, anew -> new ArrayDeque<>());
        if (position.isPresent() && lines.stream().anyMatch(line -> line.position.equals(position))) {
            return;
        }
        lines.addLast(new Line(position, System.nanoTime() - age.toNanos(), Words.shortened(text, MOST_CHARS)));
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }

    /** {@return what is known of a room, each line after how long ago it was said} */
    synchronized List<String> of(RoomId room) {
        long now = System.nanoTime();
        return rooms.getOrDefault(room, new ArrayDeque<>()).stream()
                .map(line -> Words.ago(Duration.ofNanos(now - line.saidNanos)) + " " + line.text)
                .toList();
    }

    /** The client is in a room no more. */
    synchronized void forget(RoomId room) {
        rooms.remove(room);
    }
}
