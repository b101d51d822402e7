package io.github.udpchat.robustness;

import java.io.IOException;

import io.github.udpchat.ChatClient;
import io.github.udpchat.model.Protocol;

/** A member of the server at a port of loopback, until its input ends. Prints what it hears. */
final class LoneMemberMain {

    private LoneMemberMain() {}

    public static void main(String[] args) throws IOException {
        try (ChatClient client = ChatClient.builder().protocol(Protocol.SESSION)
                .server("127.0.0.1", Integer.parseInt(args[0]))
                .name("Lone")
                .listener(message -> System.out.println("heard " + message.line()))
                .connect()) {
            System.out.println("joined as " + client.name());
            while (System.in.read() >= 0) {
                // Nothing is typed.
            }
        }
    }
}
