package io.github.udpchat.readme;

import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/** Who is there, in the README. */
final class PresenceExample implements ChatClientListener {

    @Override
    public void onMessage(ChatMessage message) {
        System.out.println(PrintableText.of(message.text()));
    }

    @Override
    public void onPresence(RoomId room, PresenceChange change) {
        System.out.println(room.name() + ": " + switch (change) {
            case PresenceChange.Listed(Presence now) ->
                now.complete() ? now.participants().size() + " are here" : "a crowd";
            case PresenceChange.Arrived(Participant who) -> PrintableText.of(who.name()) + " is here";
            case PresenceChange.Departed(Participant who) -> PrintableText.of(who.name()) + " is gone";
            case PresenceChange.Changed(Participant before, Participant after) ->
                PrintableText.of(before.name()) + " is " + PrintableText.of(after.name());
        });
    }
}
