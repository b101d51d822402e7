package io.github.udpchat.robustness;

import java.nio.file.Path;

import io.github.udpchat.ChatServer;
import io.github.udpchat.Identity;
import io.github.udpchat.StartFailedException;
import io.github.udpchat.model.Protocol;

/** Starts a server with the identity in a file, and prints whether it could. */
final class IdentityLockMain {

    private IdentityLockMain() {}

    public static void main(String[] args) {
        Path file = Path.of(System.getProperty("identity"));
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION).bind("127.0.0.1", 0)
                .identity(Identity.file(file)).start()) {
            System.out.println("started as " + server.key().orElseThrow());
        } catch (StartFailedException refused) {
            System.out.println(refused.getMessage());
        }
    }
}
