package io.github.udpchat.session.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of each time that a virtual thread kept its carrier while it waited, and of the heap at each collection. */
final class PinRecording implements AutoCloseable {

    /** Whoever keeps a carrier for less holds up nobody. The JDK's own threshold is 20 ms. */
    static final Duration THRESHOLD = Duration.ofMillis(1);

    /** What the JVM calls for that. */
    private static final Set<String> LOADING = Set.of("java.lang.ClassLoader.loadClass",
            "java.lang.invoke.MethodHandleNatives.linkCallSite", "java.lang.invoke.MethodHandleNatives.linkMethod",
            "java.lang.invoke.MethodHandleNatives.linkDynamicConstant");

    private static final String PINNED = "jdk.VirtualThreadPinned";

    private final Recording recording = new Recording();

    /**
     * What was seen.
     *
     * @param young where a class was loaded, initialized by another thread, or a call linked, for the first time, or before
     *              the time from which it counts: there the JVM itself calls Java or locks a class, and a wait for another
     *              thread pins; it passes with the JVM's youth
     * @param grown all others
     */
    record Pinned(List<RecordedEvent> young, List<RecordedEvent> grown) {}

    /** Begins to record. */
    PinRecording() {
        recording.enable(PINNED).withThreshold(THRESHOLD).withStackTrace();
        recording.enable("jdk.GCHeapSummary");
        recording.start();
    }

    /** Ends the recording. Returns what it saw of pinned threads, which counts from some time on. */
    Pinned pinned(Path file, Instant from) throws IOException {
        recording.stop();
        recording.dump(file);
        Map<Boolean, List<RecordedEvent>> byKind = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(PINNED))
                .collect(Collectors.partitioningBy(event -> event.getStartTime().isBefore(from) || isLoading(event)));
        return new Pinned(byKind.get(true), byKind.get(false));
    }

    private static boolean isLoading(RecordedEvent event) {
        // Not whoever initializes it: what that waits for is the library's affair.
        boolean waitsForAnother = event.getString("pinnedReason").startsWith("Waited for initialization of ");
        return waitsForAnother || event.getStackTrace() != null && event.getStackTrace().getFrames().stream()
                .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
                .anyMatch(LOADING::contains);
    }

    @Override
    public void close() {
        recording.close();
    }
}
