package io.github.udpchat.readme;

import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;

public class Hello {

    public static void main(String[] args) throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (ChatServer server = ChatServer.builder().bind("127.0.0.1:0").start();
                ChatClient ana = ChatClient.builder()
                        .server(server.localAddress())
                        .name("Ana")
                        .connect();
                ChatClient ben = ChatClient.builder()
                        .server(server.localAddress())
                        .name("Ben")
                        .listener(message -> heard.complete(message.text()))
                        .connect()) {
            ana.lobby().send("hello, " + ben.name());
            System.out.println(heard.get());
        }
    }
}
