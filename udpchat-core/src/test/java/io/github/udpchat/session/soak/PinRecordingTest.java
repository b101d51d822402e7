package io.github.udpchat.session.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recording must see, lest it see nothing always. */
class PinRecordingTest {

    private static final long LONG_ENOUGH_NANOS = Duration.ofMillis(50).toNanos();

    /** A thread that waits while a class is initialized has a frame of the JVM itself on its stack. */
    private static final class WaitsAtItsBirth {

        private static final long WAITED = waits();

        private static long waits() {
            long start = System.nanoTime();
            while (System.nanoTime() - start < LONG_ENOUGH_NANOS) {
                LockSupport.parkNanos(LONG_ENOUGH_NANOS);
            }
            return System.nanoTime() - start;
        }
    }

    @Test
    void aThreadThatKeepsItsCarrierIsSeenAndOneThatDoesNotIsNot(@TempDir Path folder) throws Exception {
        try (PinRecording recording = new PinRecording()) {
            Thread.ofVirtual().name("good").start(() -> LockSupport.parkNanos(LONG_ENOUGH_NANOS)).join();
            Thread.ofVirtual().name("bad").start(
                    () -> assertThat(WaitsAtItsBirth.WAITED).isGreaterThanOrEqualTo(LONG_ENOUGH_NANOS)).join();
            assertThat(recording.pinned(folder.resolve("test.jfr"), Instant.MIN).grown())
                    .extracting(event -> event.getThread().getJavaName()).contains("bad").doesNotContain("good");
        }
    }
}
