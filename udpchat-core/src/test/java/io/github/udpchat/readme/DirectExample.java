package io.github.udpchat.readme;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/** The direct messages of the README. */
final class DirectExample {

    private DirectExample() {}

    static ChatClient answering(InetSocketAddress server, CompletableFuture<String> outcome) {
        return ChatClient.builder()
                .server(server)
                .name("Ana")
                .listener(new ChatClientListener() {
                    @Override
                    public void onMessage(ChatMessage message) {
                        System.out.println("to all: " + PrintableText.of(message.text()));
                    }

                    @Override
                    public void onDirect(DirectMessage message) {
                        outcome.complete(message.author() + " said " + message.text());
                    }

                    @Override
                    public void onTyping(RoomId room, PeerId typist, String name) {
                        System.out.println(PrintableText.of(name) + " is typing in " + room);
                    }
                })
                .connect();
    }

    static String whisper(ChatClient ben, PeerId ana) {
        ben.typing(ben.lobby());
        return switch (ben.direct(ana, "just for you").join()) {
            case DirectDelivery.Passed(int sessions) -> "it is on its way";
            case Delivery.Refused(var why) -> "not sent: " + why;
            case Delivery.Unconfirmed(var cause) -> "sent, and nobody knows: " + cause;
        };
    }
}
