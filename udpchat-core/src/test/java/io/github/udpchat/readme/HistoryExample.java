package io.github.udpchat.readme;

import java.net.InetSocketAddress;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/** The history of the README. */
final class HistoryExample {

    private HistoryExample() {}

    static ChatClient catchUp(InetSocketAddress server) {
        ChatClient ben = ChatClient.builder()
                .server(server)
                .name("Ben")
                .recall(20)
                .listener(new ChatClientListener() {
                    @Override
                    public void onRecall(RoomId room, Recall recall) {
                        if (recall instanceof Recall.Gap gap) {
                            System.out.println(room + ": something is missing before " + gap.from());
                        }
                    }

                    @Override
                    public void onHistory(ChatMessage message) {
                        System.out.println(message.age().orElseThrow().toMinutes() + " min ago: "
                                + PrintableText.of(message.text()));
                    }

                    @Override
                    public void onMessage(ChatMessage message) {
                        System.out.println("now: " + PrintableText.of(message.text()));
                    }
                })
                .connect();
        return ben;
    }
}
