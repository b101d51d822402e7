package io.github.udpchat.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.LoopbackNetwork;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.Test;

/** The unit tests of the README. */
class UnitExampleTest {

    @Test
    void everybodyHearsTheServer() throws InterruptedException {
        LoopbackNetwork net = LoopbackNetwork.create();
        CountDownLatch joined = new CountDownLatch(1);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ChatServer server = ChatServer.builder()
                .protocol(Protocol.CLASSIC)
                .network(net)
                .listener(new ChatServerListener() {
                    @Override
                    public void onJoined(Peer peer, RoomId room) {
                        joined.countDown();
                    }
                })
                .start();
                ChatClient ana = ChatClient.builder()
                        .protocol(Protocol.CLASSIC)
                        .network(net)
                        .name("Ana")
                        .listener(message -> heard.add(message.text()))
                        .connect()) {
            assertTrue(joined.await(5, TimeUnit.SECONDS), () -> ana.name() + " joins");
            server.room(RoomId.CLASSIC).send("welcome");
            assertEquals("[server]->welcome", heard.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void silentPeersAreGivenUpAfterHalfAnHour() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
            net.rule(LinkRule.jitter(Duration.ofMillis(5), Duration.ofMillis(120)));
            ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(net).start();
            List<String> heard = new ArrayList<>();
            ChatClientBuilder client = ChatClient.builder().protocol(Protocol.CLASSIC).network(net);
            ChatClient ana = client.name("Ana").connect();
            client.name("Ben").listener(message -> heard.add(message.text())).connect();
            net.advance(Duration.ofMinutes(20));
            ana.lobby().send("still here");
            net.advance(Duration.ofMinutes(15));
            assertEquals(List.of("[Ana]->still here"), heard);
            assertEquals(1, server.peers().size());
        }
    }
}
