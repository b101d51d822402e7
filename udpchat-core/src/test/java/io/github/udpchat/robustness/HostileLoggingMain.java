package io.github.udpchat.robustness;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.contract.RawPeer;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.network.UdpNetwork;
import org.awaitility.Awaitility;

/** A server and a client whose application throws what it got from the network at every opportunity. */
final class HostileLoggingMain {

    static final List<String> TEXTS = List.of(
            "\u001B[2J\u001B]0;owned\u0007", "two\nlines\r\nor three", "\u202Eright to left", "\u009Bc1",
            "tab\tbell\u0007");

    private HostileLoggingMain() {}

    public static void main(String[] args) throws InterruptedException {
        UdpNetwork network = UdpNetwork.create();
        ChatServer server = ChatServer.builder()
                .protocol(Protocol.CLASSIC)
                .bind("127.0.0.1", 0)
                .admit(request -> {
                    if (request.name().startsWith("thrown ")) {
                        throw new IllegalStateException(request.name());
                    }
                    return Admission.accept(request.name());
                })
                .listener(new Throwing())
                .start();
        try (server; RawPeer peer = new RawPeer(network)) {
            InetSocketAddress to = server.localAddress();
            peer.send(to, TEXTS.get(0));
            TEXTS.forEach(text -> peer.send(to, text));
            TEXTS.forEach(text -> throwsInHook(network, to, "thrown " + text));
            for (byte[] datagram : HostileInput.random(42, 200)) {
                peer.send(to, datagram);
            }
            ChatClient client = ChatClient.builder()
                    .protocol(Protocol.CLASSIC)
                    .server(peer.address())
                    .name("\u001B[31mred")
                    .listener(message -> {
                        throw new IllegalStateException(message.text());
                    })
                    .connect();
            try (client) {
                TEXTS.forEach(text -> peer.send(client.localAddress(), text));
                Awaitility.await().atMost(Duration.ofSeconds(10))
                        .until(() -> client.stats().messagesReceived() == TEXTS.size());
            }
            client.awaitClosed();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.stats().messagesRelayed() > 0
                    && server.stats().traffic().drops(DropReason.ADMISSION_FAILED) == TEXTS.size());
        }
        // Closing alone does not wait long for a listener, and what it throws has to be logged.
        server.awaitClosed();
        System.exit(0);
    }

    private static void throwsInHook(UdpNetwork network, InetSocketAddress to, String name) {
        try (RawPeer other = new RawPeer(network)) {
            other.send(to, name);
        }
    }

    private static final class Throwing implements ChatServerListener {

        @Override
        public void onJoined(Peer peer, RoomId room) {
            throw new IllegalStateException(peer.name());
        }

        @Override
        public void onMessage(Peer from, ChatMessage message) {
            throw new IllegalStateException(message.text());
        }

        @Override
        public void onError(String during, Throwable error) {
            throw new IllegalStateException(error.getMessage());
        }
    }
}
