package io.github.udpchat.bench;

import java.io.IOException;

import io.github.udpchat.ChatClient;
import io.github.udpchat.model.Protocol;

/** A member in a process of its own, which {@link Stalled} stops. */
final class StalledMember {

    private StalledMember() {}

    public static void main(String[] args) throws IOException {
        try (ChatClient client = ChatClient.builder().protocol(Protocol.SESSION).server("127.0.0.1:" + args[0])
                .connect()) {
            RelayProcess.announce(client.localAddress().getPort());
        }
    }
}
