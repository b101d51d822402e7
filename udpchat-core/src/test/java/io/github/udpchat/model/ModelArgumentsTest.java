package io.github.udpchat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.network.Binding;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the values refuse: the message names the argument, and its value where there is one. */
class ModelArgumentsTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 1);
    private static final PeerId ID = new PeerId(1);
    private static final TrafficStats TRAFFIC = new TrafficStats(0, 0, 0, 0, Map.of());

    private static void refused(ThrowingCallable call, String... mentions) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(mentions);
    }

    private static void refusesNull(ThrowingCallable call, String name) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
    }

    @Test
    void numbersOutOfRangeAreNamedWithTheirValue() {
        refused(() -> new PeerId(0), "peer id", "was 0");
        refused(() -> new PeerId(-5), "peer id", "was -5");
        refused(() -> new Position(1, -1), "offset", "was -1");
        refused(() -> new Delivery.Relayed(new Position(1, 0), -1), "recipients", "was -1");
        refused(() -> new Binding(ADDRESS, 0, "server"), "maxDatagramBytes", "65507", "was 0");
        refused(() -> new Binding(ADDRESS, 65_508, "server"), "maxDatagramBytes", "was 65508");
        refused(() -> new Binding(InetSocketAddress.createUnresolved("x", 1), 1, "server"), "address", "x");
    }

    @Test
    void rateLimitsAreRatesWithBurstsOrNothing() {
        refused(() -> new RateLimits(-1, 1, 1, 1), "messagesPerSecond", "were -1 and 1");
        refused(() -> new RateLimits(1, 0, 1, 1), "messageBurst", "were 1 and 0");
        refused(() -> new RateLimits(0, 1, 1, 1), "messageBurst", "were 0 and 1");
        refused(() -> RateLimits.none().withMessages(1, RateLimits.MOST_MESSAGES + 1), "1000000", "1000001");
        refused(() -> RateLimits.none().withBytes(RateLimits.MOST_BYTES + 1, 1), "bytesPerSecond", "byteBurst");
        assertThat(RateLimits.defaults()).isEqualTo(new RateLimits(10, 20, 16_384, 131_072));
        assertThat(RateLimits.none().withMessages(1, 2)).isEqualTo(new RateLimits(1, 2, 0, 0));
        assertThat(RateLimits.defaults().withBytes(3, 4)).isEqualTo(new RateLimits(10, 20, 3, 4));
    }

    @Test
    void textsOutOfRangeAreNamedWithTheirValueFitToBeShown() {
        refused(() -> new RoomId(""), "room name", "1 to 64", "had 0");
        refused(() -> new RoomId("x".repeat(65)), "room name", "had 65");
        refused(() -> new RoomId("a\u001Bb"), "control", "a\\u{1B}b");
        refused(() -> new Peer(ID, "", Protocol.CLASSIC, ADDRESS), "name", "peer-1");
        refused(() -> Admission.accept(""), "name");
        assertThat(new RoomId("x".repeat(64))).hasToString("x".repeat(64));
    }

    @Test
    void missingValuesAreNamed() {
        refusesNull(() -> new RoomId(null), "name");
        refusesNull(() -> new Peer(null, "Ana", Protocol.CLASSIC, ADDRESS), "id");
        refusesNull(() -> new Peer(ID, null, Protocol.CLASSIC, ADDRESS), "name");
        refusesNull(() -> new Peer(ID, "Ana", null, ADDRESS), "protocol");
        refusesNull(() -> new Peer(ID, "Ana", Protocol.CLASSIC, null), "address");
        refusesNull(() -> new AdmissionRequest(null, Protocol.CLASSIC, ADDRESS), "name");
        refusesNull(() -> new AdmissionRequest("Ana", null, ADDRESS), "protocol");
        refusesNull(() -> new AdmissionRequest("Ana", Protocol.CLASSIC, null), "address");
        refusesNull(() -> Admission.accept(null), "name");
        refusesNull(() -> Admission.accept("Ana", null), "role");
        refusesNull(() -> new Peer(ID, "Ana", Protocol.CLASSIC, ADDRESS, Optional.empty(), null), "role");
        refusesNull(() -> Admission.reject(null), "why");
        refusesNull(() -> new ChatMessage(null, Optional.empty(), "", Payload.utf8("")), "room");
        refusesNull(() -> new ChatMessage(RoomId.CLASSIC, null, "", Payload.utf8("")), "author");
        refusesNull(() -> new ChatMessage(RoomId.CLASSIC, Optional.empty(), null, Payload.utf8("")), "text");
        refusesNull(() -> new ChatMessage(RoomId.CLASSIC, Optional.empty(), "", null), "content");
        refusesNull(() -> new CloseReason.Failed(null), "cause");
        refusesNull(() -> new LeaveReason.Removed(null), "why");
        refusesNull(() -> new LeaveReason.TimedOut(null), "idleTimeout");
        refusesNull(() -> new Delivery.Relayed(null, 0), "at");
        refusesNull(() -> new Delivery.Refused(null), "why");
        refusesNull(() -> new Delivery.Unconfirmed(null), "cause");
        refusesNull(() -> new ServerStats(0, 0, 0, 0, 0, 0, RoundTrips.NONE, null), "traffic");
        refusesNull(() -> new ServerStats(0, 0, 0, 0, 0, 0, null, TRAFFIC), "roundTrips");
        refusesNull(() -> new RoundTrips(1, null, Duration.ZERO), "median");
        refusesNull(() -> new RoundTrips(1, Duration.ZERO, null), "longest");
        refusesNull(() -> new ClientStats(0, 0, 1, Optional.empty(), null), "traffic");
        refusesNull(() -> new ClientStats(0, 0, 1, null, TRAFFIC), "roundTrip");
        refusesNull(() -> new Binding(null, 1, "server"), "address");
        refusesNull(() -> new Binding(ADDRESS, 1, null), "label");
    }

    @Test
    void statsTakeACopyInTheOrderOfTheEnum() {
        Map<DropReason, Long> drops = new HashMap<>(Map.of(DropReason.CLOSED, 1L, DropReason.EMPTY, 2L));
        TrafficStats stats = new TrafficStats(1, 2, 3, 4, drops);
        drops.clear();
        assertThat(List.copyOf(stats.drops().keySet())).isEqualTo(List.of(DropReason.EMPTY, DropReason.CLOSED));
        assertThat(stats.drops(DropReason.EMPTY)).isEqualTo(2);
        assertThat(stats.drops(DropReason.TOO_LARGE)).isZero();
        assertThatThrownBy(() -> stats.drops().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void peerIdsCompareAndReadLikeNumbers() {
        assertThat(new PeerId(9)).isLessThan(new PeerId(10)).hasToString("peer-9");
        assertThat(new Peer(ID, "Ana", Protocol.CLASSIC, ADDRESS).withName("Anna").name()).isEqualTo("Anna");
    }

    @Test
    void lineOfAMessageThatIsNotTextIsRefused() {
        ChatMessage message = new ChatMessage(RoomId.CLASSIC, Optional.empty(), "?",
                Payload.copyOf(new byte[] {(byte) 0xFF}));
        assertThatThrownBy(message::line).isInstanceOf(IllegalStateException.class).hasMessageContaining("ff");
    }

    @Test
    void theLastMessagesHaveRoomForTextsOfUsualLength() {
        assertThat(History.last(10, Duration.ofHours(1)).bytes()).isEqualTo(256 * 1024);
        assertThat(History.last(1_000, Duration.ofDays(7)).bytes()).isEqualTo(1_000 * 1024);
    }
}
