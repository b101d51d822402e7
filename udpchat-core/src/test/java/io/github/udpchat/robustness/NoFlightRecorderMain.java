package io.github.udpchat.robustness;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;

/** A server and two clients in a Java that was trimmed to the modules that they need. */
final class NoFlightRecorderMain {

    private NoFlightRecorderMain() {}

    public static void main(String[] args) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (ChatServer server = ChatServer.builder().bind("127.0.0.1:0").start();
                ChatClient ana = ChatClient.builder().server(server.localAddress()).name("Ana").connect();
                ChatClient ben = ChatClient.builder().server(server.localAddress()).name("Ben")
                        .listener(message -> heard.complete(message.text())).connect()) {
            ana.lobby().send("hello").thenRun(ben::localAddress);
            System.out.println("recorder " + ModuleLayer.boot().findModule("jdk.jfr").isPresent()
                    + ", heard " + heard.get(10, TimeUnit.SECONDS));
        }
    }
}
