package io.github.udpchat.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.model.Delivery;
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
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (ChatServer server = ChatServer.builder().network(net).start();
                ChatClient ana = ChatClient.builder()
                        .network(net)
                        .name("Ana")
                        .listener(message -> heard.add(message.text()))
                        .connect()) {
            server.room(RoomId.LOBBY).send("welcome, " + ana.name());
            assertEquals("welcome, Ana", heard.poll(5, TimeUnit.SECONDS));
        }
    }

    @Test
    void survivesLossANewAddressAndARestart() {
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
            net.rule(LinkRule.loss(0.2));
            net.rule(LinkRule.jitter(Duration.ofMillis(5), Duration.ofMillis(120)));
            Identity identity = Identity.fresh(net.host().random());
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", 5000);
            ChatServer.builder().network(net).bind(address).identity(identity).start();
            List<String> heard = new ArrayList<>();
            ChatClientBuilder client = ChatClient.builder().network(net).server(address);
            ChatClient ana = client.name("Ana").connect();
            client.name("Ben").listener(message -> heard.add(message.text())).connect();

            net.rebind(ana.localAddress());
            assertInstanceOf(Delivery.Relayed.class, ana.lobby().send("from another address").join());
            net.crash(address);
            CompletableFuture<Delivery> second = ana.lobby().send("to nobody");
            net.advance(Duration.ofSeconds(2));
            ChatServer restarted = ChatServer.builder().network(net).bind(address).identity(identity).start();
            net.advanceUntil(() -> restarted.peers().size() == 2, Duration.ofMinutes(1));
            ana.lobby().send("here we are again").join();
            net.advance(Duration.ofSeconds(5));

            assertEquals(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED), second.join());
            assertEquals(List.of("from another address", "here we are again"), heard);
        }
    }
}
