package io.github.udpchat.readme;

import java.util.Set;

import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/** The server of the README. */
final class ServerExample {

    private ServerExample() {}

    static void serve(Set<String> banned, int port) throws InterruptedException {
        try (ChatServer server = ChatServer.builder()
                .bind("127.0.0.1", port)
                .admit(request -> banned.contains(request.name())
                        ? Admission.reject("banned")
                        : Admission.accept(request.name()))
                .listener(new ChatServerListener() {
                    @Override
                    public void onJoined(Peer peer, RoomId room) {
                        System.out.println(PrintableText.of(peer.name()) + " joined");
                    }

                    @Override
                    public void onMessage(Peer from, ChatMessage message) {
                        System.out.println(PrintableText.of(message.text()));
                    }

                    @Override
                    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
                        System.out.println(PrintableText.of(peer.name()) + " left: " + why);
                    }
                })
                .start()) {
            server.awaitClosed();
        }
    }
}
