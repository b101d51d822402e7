package io.github.udpchat.readme;

import java.net.InetSocketAddress;

import io.github.udpchat.ChatClient;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.PrintableText;

/** The client of the README. */
final class ClientExample {

    private ClientExample() {}

    static String sayHello(InetSocketAddress server) {
        try (ChatClient ana = ChatClient.builder()
                .server(server)
                .name("Ana")
                .listener(message -> System.out.println(PrintableText.of(message.text())))
                .connect()) {
            return switch (ana.lobby().send("hello").join()) {
                case Delivery.Relayed(var at, int recipients) -> "reached " + recipients;
                case Delivery.Refused(var why) -> "not sent: " + why;
                case Delivery.Unconfirmed(var cause) -> "sent, and nobody knows: " + cause;
            };
        }
    }
}
