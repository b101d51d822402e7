package io.github.udpchat.readme;

import java.net.InetSocketAddress;
import java.nio.file.Path;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.Identity;
import io.github.udpchat.Trust;
import io.github.udpchat.model.DisconnectReason;
import io.github.udpchat.model.IdentityKey;

/** The README's examples of the session protocol. */
final class SessionExample {

    private SessionExample() {}

    static ChatServer serve(Path folder, String host, int port) {
        ChatServer server = ChatServer.builder()
                .bind(host, port)
                .identity(Identity.file(folder.resolve("server.key")))
                .start();
        System.out.println("clients know this server by " + server.key().orElseThrow());
        return server;
    }

    static ChatClient join(Path folder, InetSocketAddress server, IdentityKey key) {
        try {
            return ChatClient.builder()
                    .server(server)
                    .trust(Trust.pinned(key))
                    .identity(Identity.file(folder.resolve("ana.key")))
                    .name("Ana")
                    .connect();
        } catch (ConnectFailedException e) {
            switch (e.reason()) {
                case DisconnectReason.Refused(var why, String text) -> System.out.println(why + ": " + text);
                case DisconnectReason.WrongServerKey(IdentityKey seen) -> System.out.println("not our server: " + seen);
                default -> System.out.println("not connected: " + e.reason());
            }
            throw e;
        }
    }
}
