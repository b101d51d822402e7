package io.github.udpchat.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.Identity;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.ServerStats;

/**
 * A server at a port of loopback, with an identity in a file, until its input ends or somebody kills it. Prints at once what it
 * hears, and its figures for each line that is typed.
 */
final class MortalServerMain {

    private MortalServerMain() {}

    public static void main(String[] args) throws IOException {
        ChatServerListener printer = new ChatServerListener() {
            @Override
            public void onMessage(Peer from, ChatMessage message) {
                System.out.println(
                        "heard " + from.name() + " " + message.text().substring(0, message.text().indexOf('.')));
            }
        };
        try (ChatServer server = ChatServer.builder().protocol(Protocol.SESSION)
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .identity(Identity.file(Path.of(args[1])))
                .listener(printer)
                .start();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("listens");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                ServerStats stats = server.stats();
                System.out.println("stats " + line + " peers=" + stats.peers() + " joins=" + stats.joins() + " drops="
                        + stats.traffic().drops());
            }
        }
    }
}
