package io.github.udpchat.readme;

import io.github.udpchat.ChatClient;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.PrintableText;

/** The rooms of the README. */
final class RoomExample {

    private RoomExample() {}

    static void talk(ChatClient ana) {
        try {
            Room dev = ana.join("dev", message -> System.out.println("dev: " + PrintableText.of(message.text())));
            dev.send("hello, dev").join();
            ana.leave(dev);
        } catch (JoinFailedException e) {
            System.out.println("not in dev: " + e.reason());
        }
    }
}
