package io.github.udpchat.readme;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;

public class Hello {

    public static void main(String[] args) throws Exception {
        CountDownLatch joined = new CountDownLatch(2);
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (ChatServer server = ChatServer.builder()
                .protocol(Protocol.CLASSIC)
                .bind("127.0.0.1:0")
                .listener(new ChatServerListener() {
                    @Override
                    public void onJoined(Peer peer, RoomId room) {
                        joined.countDown();
                    }
                })
                .start();
                ChatClient ana = ChatClient.builder()
                        .protocol(Protocol.CLASSIC)
                        .server(server.localAddress())
                        .name("Ana")
                        .connect();
                ChatClient ben = ChatClient.builder()
                        .protocol(Protocol.CLASSIC)
                        .server(server.localAddress())
                        .name("Ben")
                        .listener(message -> heard.complete(message.text()))
                        .connect()) {
            joined.await();
            ana.lobby().send("hello, " + ben.name());
            System.out.println(heard.get());
        }
    }
}
