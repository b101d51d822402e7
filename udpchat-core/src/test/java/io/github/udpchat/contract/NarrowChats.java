package io.github.udpchat.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ConnectFailedException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.network.Network;

/** Runs a session handshake and a classic chat over loopback, and prints whether they work. */
final class NarrowChats {

    private static final int LONG_BYTES = 1150;
    private static final int PATIENCE_SECONDS = 10;

    private NarrowChats() {}

    public static void main(String[] args) throws Exception {
        Network network = NarrowTransports.network(args[0]);
        System.out.println("session: " + session(network) + ", " + NarrowTransports.newFragments() + " fragments");
        System.out.println("classic: " + classic(network) + ", " + NarrowTransports.newFragments() + " fragments");
    }

    private static ChatServer server(Network network, Protocol protocol) {
        return ChatServer.builder().protocol(protocol).network(network).bind("127.0.0.1", 0).maxDatagramBytes(1200)
                .start();
    }

    private static ChatClientBuilder client(ChatServer server, Protocol protocol) {
        return ChatClient.builder().protocol(protocol).server(server.localAddress()).maxDatagramBytes(1200);
    }

    /** HELLO has 1200 bytes: PROTOCOL.md, section 2.2. */
    private static String session(Network network) {
        AtomicLong failed = new AtomicLong();
        try (ChatServer server = server(network, Protocol.SESSION);
                ChatClient client = client(server, Protocol.SESSION).network(network)
                        .connectTimeout(Duration.ofSeconds(1))
                        .listener(new ChatClientListener() {
                            @Override
                            public void onMessage(ChatMessage message) {
                                // Nobody speaks.
                            }

                            @Override
                            public void onDropped(DropReason reason, long count) {
                                failed.addAndGet(reason == DropReason.SEND_FAILED ? count : 0);
                            }
                        })
                        .connect()) {
            return client + " connected";
        } catch (ConnectFailedException e) {
            return e.reason().getClass().getSimpleName() + (failed.get() > 0 ? ", could not send" : ", has sent");
        }
    }

    /** A long line goes to the server, and from there to who hears it: twice in two pieces. */
    private static String classic(Network network) throws Exception {
        CompletableFuture<Integer> heard = new CompletableFuture<>();
        try (ChatServer server = server(network, Protocol.CLASSIC);
                ChatClient ana = client(server, Protocol.CLASSIC).network(network).name("Ana").connect();
                ChatClient ben = client(server, Protocol.CLASSIC).network(network).name("Ben")
                        .listener(message -> heard.complete(message.content().size())).connect()) {
            while (server.stats().peers() < 2) {
                Thread.onSpinWait();
            }
            ana.lobby().send("x".repeat(LONG_BYTES));
            return heard.get(PATIENCE_SECONDS, TimeUnit.SECONDS) + " bytes heard by " + ben.name();
        }
    }
}
