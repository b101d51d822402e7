package io.github.udpchat.demo.client;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;

/** Classic chat: one room, and nobody says what became of a line. */
record ClassicTalk(Screen screen) implements Talk {

    @Override
    public ChatClientListener ears() {
        return message -> screen.show(message.text());
    }

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

}
