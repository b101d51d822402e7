package io.github.udpchat.internal.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;

/** What whole servers and clients tell the flight recorder, in virtual time: all times but those of the recorder itself are exact. */
class EndpointsInFlightTest {

    /** What a datagram takes, with the millisecond that it takes in any simulation. */
    private static final Duration DELAY = Duration.ofMillis(50);
    private static final InetSocketAddress PORT = new InetSocketAddress("127.0.0.1", 5_000);

    @Test
    void whoComesAndGoesIsRecorded() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            ChatServer server = server(net);
            ChatClient ana = client(net, "Ana");
            ana.join("dev");
            long id = server.peers().getFirst().id().value();
            ana.close();
            net.advance(Duration.ofSeconds(1));

            List<RecordedEvent> joins = recording.events("udpchat.Join");
            assertThat(joins).extracting(event -> event.getString("room")).containsExactly("lobby", "dev");
            assertThat(joins).allSatisfy(event -> {
                assertThat(event.getString("endpoint")).isEqualTo("server 127.0.0.1:5000");
                assertThat(event.getString("name")).isEqualTo("Ana");
                assertThat(event.getLong("peerId")).isEqualTo(id);
                assertThat(event.getString("address")).isEqualTo(text(ana.localAddress()));
            });
            List<RecordedEvent> leaves = recording.events("udpchat.Leave");
            assertThat(leaves).extracting(event -> event.getString("room")).containsExactly("dev", "lobby");
            assertThat(leaves).allSatisfy(event -> {
                assertThat(event.getString("endpoint")).isEqualTo("server 127.0.0.1:5000");
                assertThat(event.getString("name")).isEqualTo("Ana");
                assertThat(event.getLong("peerId")).isEqualTo(id);
                assertThat(event.getString("reason")).isEqualTo("Left");
            });
        }
    }

    @Test
    void aHandshakeWithASuccessorIsRecordedWithItsAddress() {
        InetSocketAddress there = new InetSocketAddress("127.0.0.1", 6_000);
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            ChatServer first = server(net);
            ChatServer second = ChatServer.builder().network(net).bind(there).start();
            ChatClient ana = client(net, "Ana");
            first.drain(Duration.ofSeconds(5), there).join();
            assertThat(net.advanceUntil(() -> second.stats().peers() == 1, Duration.ofSeconds(10))).isTrue();
            net.advance(Duration.ofSeconds(1));
            assertThat(recording.events("udpchat.Handshake"))
                    .filteredOn(event -> event.getString("endpoint").equals("client " + text(ana.localAddress())))
                    .extracting(event -> event.getString("remote")).containsExactly("127.0.0.1:5000", text(there));
        }
    }

    /** A client waits three times for an answer until it is a member; the server waits once, between ACCEPT and JOIN. */
    @Test
    void aHandshakeIsRecordedAtBothSidesWithItsTime() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            server(net);
            ChatClient ana = client(net, "Ana");

            List<RecordedEvent> handshakes = recording.events("udpchat.Handshake");
            assertThat(handshakes).extracting(event -> event.getString("endpoint"))
                    .containsExactly("server 127.0.0.1:5000", "client " + text(ana.localAddress()));
            assertThat(handshakes).extracting(event -> event.getString("remote"))
                    .containsExactly(text(ana.localAddress()), "127.0.0.1:5000");
            assertThat(handshakes).extracting(event -> event.getDuration("took"))
                    .containsExactly(DELAY.multipliedBy(2), DELAY.multipliedBy(6));
            assertThat(handshakes).extracting(event -> event.getString("session")).doesNotContainNull()
                    .containsOnly(handshakes.getFirst().getString("session"));
            assertThat(handshakes).allSatisfy(event -> {
                assertThat(event.getBoolean("succeeded")).isTrue();
                assertThat(event.getString("reason")).isNull();
                assertThat(event.getStackTrace()).isNull();
            });
        }
    }

    @Test
    void whoIsNotLetInIsRecordedAsADropAndAsAHandshakeThatFailed() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            ChatServer.builder().network(net).bind(PORT).admit(request -> Admission.reject("secret words")).start();
            assertThatThrownBy(() -> client(net, "Ana")).isInstanceOf(ConnectFailedException.class);

            assertThat(recording.events("udpchat.Drop")).singleElement().satisfies(event -> {
                assertThat(event.getString("endpoint")).isEqualTo("server 127.0.0.1:5000");
                assertThat(event.getString("reason")).isEqualTo("ADMISSION_REJECTED");
                assertThat(event.getLong("count")).isEqualTo(1);
            });
            List<RecordedEvent> handshakes = recording.events("udpchat.Handshake");
            assertThat(handshakes).extracting(event -> event.getBoolean("succeeded")).containsExactly(false, false);
            assertThat(handshakes).extracting(event -> event.getString("reason")).containsOnly("ADMISSION_REJECTED");
            assertThat(handshakes).extracting(event -> event.getDuration("took"))
                    .containsExactly(DELAY.multipliedBy(2), DELAY.multipliedBy(6));
            assertThat(recording.events()).noneMatch(event -> event.toString().contains("secret"));
        }
    }

    @Test
    void aHandshakeWithNobodyIsRecordedWhenTheClientGivesUp() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            assertThatThrownBy(() -> client(net, "Ana")).isInstanceOf(ConnectFailedException.class);

            assertThat(recording.events("udpchat.Handshake")).singleElement().satisfies(event -> {
                assertThat(event.getBoolean("succeeded")).isFalse();
                assertThat(event.getString("reason")).isEqualTo("TimedOut");
                assertThat(event.getString("session")).isNull();
                assertThat(event.getDuration("took")).isEqualTo(Duration.ofSeconds(30));
            });
        }
    }

    @Test
    void eachTryOfAClientThatReconnectsIsAHandshake() {
        try (SimulatedNetwork net = network()) {
            server(net);
            client(net, "Ana");
            try (FlightRecording recording = FlightRecording.ofAll()) {
                net.crash(PORT);
                net.advance(Duration.ofSeconds(100));
                ChatServer restarted = server(net);
                net.advanceUntil(() -> restarted.peers().size() == 1, Duration.ofMinutes(2));
                net.advance(Duration.ofSeconds(1));

                List<RecordedEvent> tries = recording.events("udpchat.Handshake").stream()
                        .filter(event -> event.getString("endpoint").startsWith("client")).toList();
                assertThat(tries).hasSizeGreaterThan(1);
                assertThat(tries.subList(0, tries.size() - 1)).allSatisfy(event -> {
                    assertThat(event.getString("reason")).isEqualTo("TimedOut");
                    assertThat(event.getDuration("took")).isEqualTo(Duration.ofSeconds(30));
                });
                assertThat(tries.getLast().getBoolean("succeeded")).isTrue();
            }
        }
    }

    @Test
    void aClientThatIsFoundAtAnotherAddressIsRecorded() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            server(net);
            ChatClient ana = client(net, "Ana");
            InetSocketAddress before = ana.localAddress();
            InetSocketAddress after = net.rebind(before);
            ana.lobby().send("from elsewhere").join();
            net.advance(Duration.ofSeconds(1));

            assertThat(recording.events("udpchat.PathChange")).singleElement().satisfies(event -> {
                assertThat(event.getString("endpoint")).isEqualTo("server 127.0.0.1:5000");
                assertThat(event.getString("from")).isEqualTo(text(before));
                assertThat(event.getString("to")).isEqualTo(text(after));
                assertThat(event.getString("session"))
                        .isEqualTo(recording.events("udpchat.Handshake").getFirst().getString("session"));
            });
        }
    }

    @Test
    void aSendIsRecordedWithItsTimeAndOutcomeAndNotWithItsContent() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            server(net);
            ChatClient ana = client(net, "Ana");
            ana.lobby().send("secret").join();

            assertThat(recording.events("udpchat.SlowSend")).singleElement().satisfies(event -> {
                assertThat(event.getString("endpoint")).isEqualTo("client " + text(ana.localAddress()));
                assertThat(event.getString("room")).isEqualTo("lobby");
                assertThat(event.getLong("size")).isEqualTo("secret".length());
                assertThat(event.getDuration("took")).isEqualTo(DELAY.multipliedBy(2));
                assertThat(event.getString("outcome")).isEqualTo("Relayed");
                assertThat(event.getString("reason")).isNull();
            });
            assertThat(recording.events()).noneMatch(event -> event.toString().contains("secret"));
        }
    }

    @Test
    void aDirectMessageIsRecordedWithItsOutcomeAndNotWithItsContent() {
        try (FlightRecording recording = FlightRecording.ofAll(); SimulatedNetwork net = network()) {
            server(net);
            ChatClient ana = client(net, "Ana");
            ana.direct(new PeerId(77), "secret").join();

            assertThat(recording.events("udpchat.SlowSend")).singleElement().satisfies(event -> {
                assertThat(event.getString("room")).isNull();
                assertThat(event.getLong("size")).isEqualTo("secret".length());
                assertThat(event.getString("outcome")).isEqualTo("Refused");
                assertThat(event.getString("reason")).isEqualTo("NO_SUCH_PEER");
            });
            assertThat(recording.events()).noneMatch(event -> event.toString().contains("secret"));
        }
    }

    @Test
    void nothingIsWrittenOfWhatIsNotRecorded() {
        try (FlightRecording recording = FlightRecording.of(List.of("udpchat.Leave"), Duration.ZERO);
                SimulatedNetwork net = network()) {
            server(net);
            ChatClient ana = client(net, "Ana");
            net.rebind(ana.localAddress());
            ana.lobby().send("from elsewhere").join();
            ana.close();
            net.advance(Duration.ofSeconds(1));

            assertThat(recording.events()).extracting(event -> event.getEventType().getName())
                    .containsExactly("udpchat.Leave");
        }
    }

    private static SimulatedNetwork network() {
        SimulatedNetwork net = SimulatedNetwork.seeded(1);
        net.rule(LinkRule.delay(DELAY.minusMillis(1)));
        return net;
    }

    private static ChatServer server(SimulatedNetwork net) {
        return ChatServer.builder().network(net).bind(PORT).start();
    }

    private static ChatClient client(SimulatedNetwork net, String name) {
        return ChatClient.builder().network(net).server(PORT).name(name).connect();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
