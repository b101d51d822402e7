package io.github.udpchat.examples.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sensors on a link that is down for a while. */
class SensorFeedTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(7);
    private final ChatServer server = ChatServer.builder().network(net).start();
    private final ChatClient cellar = client("Cellar");
    private final Sensor sensor = new Sensor(1, cellar.join("sensors"));
    private final Display display = display("Display");

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    private ChatClient client(String name) {
        return ChatClient.builder().network(net).name(name).connect();
    }

    private Display display(String name) {
        Display display = new Display();
        client(name).join("sensors", Reading.BytesCodec.INSTANCE, display);
        return display;
    }

    @Test
    void displayShowsTheNewestOfEachSensor() {
        Sensor attic = new Sensor(2, client("Attic").join("sensors"));
        for (int i = 1; i <= 100; i++) {
            sensor.measured(i);
            attic.measured(-i);
            net.advance(Duration.ofMillis(20));
        }
        assertThat(net.advanceUntil(() -> display.latest().equals(Map.of(1, new Reading(1, 100, 100.0),
                2, new Reading(2, 100, -100.0))), SOON)).isTrue();
    }

    @Test
    void afterAnOutageTheNewestComesAndNotAQueueOfOldOnes() {
        sensor.measured(20.0);
        net.advanceUntil(() -> !display.latest().isEmpty(), SOON);
        InstalledRule outage = net.rule(LinkRule.partition(cellar.localAddress()));
        long before = server.stats().messagesRelayed();
        for (int i = 1; i <= 1000; i++) {
            sensor.measured(i);
            net.advance(Duration.ofMillis(20));
        }
        outage.remove();
        assertThat(net.advanceUntil(() -> display.latest().get(1).celsius() == 1000.0, SOON)).isTrue();
        assertThat(server.stats().messagesRelayed() - before).as("readings relayed: that under way, and the newest")
                .isEqualTo(2);
    }

    @Test
    void aDisplayThatComesLateIsUpToDate() {
        sensor.measured(20.0);
        assertThat(net.advanceUntil(() -> !display.latest().isEmpty(), SOON)).isTrue();
        cellar.join("sensors").send("not a reading");
        net.advance(Duration.ofMinutes(5));
        Display late = display("Late");
        assertThat(net.advanceUntil(() -> late.latest().equals(display.latest()), SOON)).isTrue();
    }

    @Test
    void aDisplayThatWasAwayIsUpToDate() {
        InstalledRule outage = net.rule(LinkRule.partition(cellar.localAddress(), server.localAddress()));
        net.advance(Duration.ofMinutes(1));
        sensor.measured(20.0);
        net.advance(Duration.ofMinutes(1));
        assertThat(display.latest()).isEmpty();
        outage.remove();
        assertThat(net.advanceUntil(() -> display.latest().containsKey(1), Duration.ofMinutes(2))).isTrue();
    }

    @Test
    void bytesThatAreNoReadingAreSaidToBeNone() {
        Reading reading = new Reading(-1, Long.MAX_VALUE, 36.6);
        assertThat(Reading.BytesCodec.INSTANCE.decode(Reading.BytesCodec.INSTANCE.encode(reading))).isEqualTo(reading);
        assertThatThrownBy(() -> Reading.BytesCodec.INSTANCE.decode(Payload.utf8("36.6")))
                .isInstanceOf(CodecException.class);
    }
}
