package io.github.udpchat.demo.client;

import io.github.udpchat.ChatClient;
import io.github.udpchat.model.ChatMessage;

/** Classic chat: one room, and nobody says what became of a line. */
record ClassicTalk(Screen screen) implements Talk {

    @Override
    public boolean take(ChatClient client, String line) {
        try {
            if (!line.isEmpty()) {
                client.lobby().send(line);
            }
        } catch (IllegalArgumentException tooLong) {
            screen.show("Not sent: " + tooLong.getMessage());
        }
        return true;
    }

    @Override
    public void onMessage(ChatMessage message) {
        screen.show(message.text());
    }
}
