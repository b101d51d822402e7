package consumer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import java.time.Duration;

/** What a user's first test might be: everything in virtual time, on the module path. */
public final class Consumer {

    private Consumer() {}

    public static void main(String[] args) {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (SimulatedNetwork net = SimulatedNetwork.seeded(42)) {
            net.rule(LinkRule.delay(Duration.ofMillis(80)));
            ChatServer server = ChatServer.builder().protocol(Protocol.CLASSIC).network(net).start();
            ChatClient ana = client(net, server).name("Ana").connect();
            client(net, server).name("Ben").listener(Codec.text(), message -> heard.add(message.value())).connect();
            net.advance(Duration.ofSeconds(1));
            Delivery delivery = ana.lobby().send("hello").join();
            net.advance(Duration.ofSeconds(1));
            System.out.println(heard + " " + switch (delivery) {
                case Delivery.Relayed relayed -> "relayed";
                case Delivery.Refused refused -> "refused";
                case Delivery.Unconfirmed(Delivery.Cause cause) -> cause;
            });
        }
    }

    private static io.github.udpchat.ChatClientBuilder client(SimulatedNetwork net, ChatServer server) {
        return ChatClient.builder().protocol(Protocol.CLASSIC).network(net).server(server.localAddress());
    }
}
