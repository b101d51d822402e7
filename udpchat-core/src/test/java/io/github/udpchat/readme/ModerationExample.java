package io.github.udpchat.readme;

import io.github.udpchat.ChatServer;
import io.github.udpchat.Moderation;
import io.github.udpchat.model.Peer;

/** The moderation of the README. */
final class ModerationExample {

    private ModerationExample() {}

    static void stop(ChatServer server, Peer spammer) {
        Moderation moderation = server.moderation();
        moderation.mute(spammer.id());
        spammer.key().ifPresentOrElse(
                key -> moderation.ban(key, "enough"),
                () -> moderation.ban(spammer.address().getAddress(), "enough"));
    }
}
