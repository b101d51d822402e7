package io.github.udpchat.internal.flight;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of the library's events, from its making to its end. */
final class FlightRecording implements AutoCloseable {

    static final List<String> ALL = List.of("udpchat.Join", "udpchat.Leave", "udpchat.Drop", "udpchat.Handshake",
            "udpchat.PathChange", "udpchat.SlowSend");

    private final Recording recording = new Recording();

    /** Records these types of events, sends if they are as slow as that. */
    static FlightRecording of(List<String> types, Duration slow) {
        FlightRecording made = new FlightRecording();
        // The JDK records what is not its own unless it is told not to.
        ALL.forEach(made.recording::disable);
        types.forEach(type -> made.recording.enable(type).withThreshold(Duration.ZERO));
        if (types.contains("udpchat.SlowSend")) {
            made.recording.enable("udpchat.SlowSend").withThreshold(slow);
        }
        made.recording.start();
        return made;
    }

    /** Records all types of events, sends however fast they are. */
    static FlightRecording ofAll() {
        return of(ALL, Duration.ZERO);
    }

    /** {@return the events of a type so far, oldest first} */
    List<RecordedEvent> events(String type) {
        return events().stream().filter(event -> event.getEventType().getName().equals(type)).toList();
    }

    /** {@return the library's events so far, oldest first} */
    List<RecordedEvent> events() {
        try {
            Path file = Files.createTempFile("udpchat", ".jfr");
            try {
                recording.dump(file);
                return RecordingFile.readAllEvents(file).stream()
                        .filter(event -> event.getEventType().getName().startsWith("udpchat."))
                        .sorted((one, other) -> one.getStartTime().compareTo(other.getStartTime()))
                        .toList();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
