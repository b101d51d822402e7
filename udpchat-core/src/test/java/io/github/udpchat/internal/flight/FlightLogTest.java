package io.github.udpchat.internal.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.sun.management.ThreadMXBean;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.SettingDescriptor;
import org.junit.jupiter.api.Test;

class FlightLogTest {

    private static final InetSocketAddress HERE = new InetSocketAddress("::1", 5_000);
    private static final InetSocketAddress THERE = new InetSocketAddress("127.0.0.1", 4_000);
    private static final Peer MALLORY = new Peer(new PeerId(7), "M\u001b[2Jallory", Protocol.CLASSIC, THERE,
            Optional.empty());
    private static final Event JOINED = new ServerEvent.Joined(MALLORY, RoomId.CLASSIC);
    private static final Event LEFT = new ServerEvent.Left(MALLORY, RoomId.CLASSIC, new LeaveReason.Left());
    private static final Trace SHAKEN = new Trace.Handshake(-1, THERE, 5, Optional.of("TimedOut"));
    private static final Trace MOVED = new Trace.PathChanged(1, THERE, HERE);

    private final FlightLog log = FlightLog.of("server", HERE, System::nanoTime);

    @Test
    void whatPeersCallThemselvesIsMadePrintable() {
        try (FlightRecording recording = FlightRecording.ofAll()) {
            log.event(JOINED);
            log.event(LEFT);
            assertThat(recording.events()).hasSize(2).allSatisfy(
                    event -> assertThat(event.getString("name")).isEqualTo("M\\u{1B}[2Jallory"));
        }
    }

    @Test
    void addressesAndNumbersAreWrittenAsPeopleReadThem() {
        try (FlightRecording recording = FlightRecording.ofAll()) {
            log.trace(SHAKEN);
            log.trace(MOVED);
            assertThat(recording.events("udpchat.Handshake")).singleElement().satisfies(
                    event -> assertThat(event.getString("session")).isEqualTo("ffffffffffffffff"));
            assertThat(recording.events("udpchat.PathChange")).singleElement().satisfies(event -> {
                assertThat(event.getString("session")).isEqualTo("0000000000000001");
                assertThat(event.getString("from")).isEqualTo("127.0.0.1:4000");
                assertThat(event.getString("to")).isEqualTo("[0:0:0:0:0:0:0:1]:5000");
                assertThat(event.getString("endpoint")).isEqualTo("server [0:0:0:0:0:0:0:1]:5000");
            });
        }
    }

    @Test
    void onlyASendThatTakesLongerThanTheThresholdIsWritten() {
        Duration threshold = Duration.ofMillis(20);
        try (FlightRecording recording = FlightRecording.of(FlightRecording.ALL, threshold)) {
            CompletableFuture<Delivery> slow = new CompletableFuture<>();
            log.send(RoomId.LOBBY, 1, slow);
            long calledAt = System.nanoTime();
            for (int fast = 0; fast < 100; fast++) {
                CompletableFuture<Delivery> outcome = new CompletableFuture<>();
                log.send(new RoomId("fast"), 1, outcome);
                outcome.complete(new Delivery.Refused(DropReason.QUEUE_FULL));
            }
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> System.nanoTime() - calledAt > threshold.multipliedBy(2).toNanos());
            slow.complete(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED));

            assertThat(recording.events("udpchat.SlowSend"))
                    .filteredOn(event -> event.getString("room").equals("lobby"))
                    .singleElement().satisfies(event -> {
                        assertThat(event.getDuration()).isGreaterThan(threshold.multipliedBy(2).minusMillis(5));
                        assertThat(event.getDuration("took")).isGreaterThan(threshold);
                        assertThat(event.getString("outcome")).isEqualTo("Unconfirmed");
                        assertThat(event.getString("reason")).isEqualTo("SERVER_RESTARTED");
                    });
            // A few of them, should the machine have stood still, but not all.
            assertThat(recording.events("udpchat.SlowSend")).hasSizeLessThan(50);
        }
    }

    @Test
    void aDirectMessageIsRecordedWithoutARoom() {
        try (FlightRecording recording = FlightRecording.ofAll()) {
            CompletableFuture<DirectDelivery> outcome = new CompletableFuture<>();
            log.send(null, 3, outcome);
            outcome.complete(new DirectDelivery.Passed(2));
            assertThat(recording.events("udpchat.SlowSend")).singleElement().satisfies(event -> {
                assertThat(event.getString("room")).isNull();
                assertThat(event.getLong("size")).isEqualTo(3);
                assertThat(event.getString("outcome")).isEqualTo("Passed");
                assertThat(event.getString("reason")).isNull();
            });
        }
    }

    @Test
    void anOutcomeThatTheCallerGivesItselfIsNone() {
        try (FlightRecording recording = FlightRecording.ofAll()) {
            CompletableFuture<Delivery> outcome = new CompletableFuture<>();
            log.send(RoomId.LOBBY, 1, outcome);
            outcome.cancel(false);
            assertThat(recording.events("udpchat.SlowSend")).singleElement().satisfies(event -> {
                assertThat(event.getString("outcome")).isNull();
                assertThat(event.getString("reason")).isNull();
            });
        }
    }

    @Test
    void everyTypeSaysWhatItIs() {
        try (FlightRecording recording = FlightRecording.ofAll()) {
            assertThat(recording).isNotNull();
            log.event(JOINED);
            List<EventType> types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .filter(type -> type.getName().startsWith("udpchat.")).toList();
            assertThat(types).extracting(EventType::getName).containsExactlyInAnyOrderElementsOf(FlightRecording.ALL);
            assertThat(types).allSatisfy(type -> {
                assertThat(type.getCategoryNames()).containsExactly("udpchat");
                assertThat(type.getLabel()).isNotBlank();
                assertThat(type.getDescription()).isNotBlank();
                assertThat(type.getField("endpoint")).isNotNull();
                assertThat(type.getFields()).allSatisfy(field -> assertThat(field.getLabel()).isNotBlank());
                assertThat(type.getSettingDescriptors())
                        .filteredOn(setting -> setting.getName().equals("stackTrace"))
                        .extracting(SettingDescriptor::getDefaultValue).containsExactly("false");
            });
            assertThat(types).filteredOn(type -> type.getName().equals("udpchat.SlowSend")).singleElement()
                    .satisfies(type -> assertThat(type.getSettingDescriptors())
                            .filteredOn(setting -> setting.getName().equals("threshold"))
                            .extracting(SettingDescriptor::getDefaultValue).containsExactly("250 ms"));
        }
    }

    @Test
    void whileNobodyRecordsNoCallMakesAnObject() {
        tellEverything();
        assertThat(bytesForTelling()).as("bytes for 1,000 times everything, off").isZero();
        try (FlightRecording recording = FlightRecording.ofAll()) {
            assertThat(recording).isNotNull();
            assertThat(bytesForTelling()).as("bytes for 1,000 times everything, on").isGreaterThan(6_000 * 16);
        }
    }

    private final CompletableFuture<Delivery> outcome = CompletableFuture
            .completedFuture(new Delivery.Refused(DropReason.CLOSED));

    private void tellEverything() {
        log.event(JOINED);
        log.event(LEFT);
        log.drops(DropReason.MALFORMED, 1);
        log.trace(SHAKEN);
        log.trace(MOVED);
        log.send(RoomId.LOBBY, 1, outcome);
    }

    private long bytesForTelling() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int tries = 0; tries < 5; tries++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int times = 0; times < 1_000; times++) {
                tellEverything();
            }
            least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
