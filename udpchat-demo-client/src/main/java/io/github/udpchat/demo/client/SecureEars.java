package io.github.udpchat.demo.client;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/** Shows what is heard on the session protocol. Belongs to the client's events thread. */
final class SecureEars implements ChatClientListener {

    private final Screen screen;
    private final VisitedRooms rooms;
    private final Recollection recollection;

    /** Rooms in which what comes as history was missed. */
    private final Set<RoomId> missing = new HashSet<>();
    private boolean admitted;
    private boolean lost;

    SecureEars(Screen screen, VisitedRooms rooms, Recollection recollection) {
        this.screen = screen;
        this.rooms = rooms;
        this.recollection = recollection;
    }

    @Override
    public void onMessage(ChatMessage message) {
        remember(message, Duration.ZERO);
        screen.show(Words.inFrontOf(message.room()) + spoken(message));
    }

    private void remember(ChatMessage message, Duration age) {
        recollection.add(message.room(), message.position(), age, spoken(message));
    }

    private static String spoken(ChatMessage message) {
        return Words.spoken(message.author().orElse(""), message.text());
    }

    @Override
    public void onDirect(DirectMessage message) {
        screen.show("(to you alone) " + Words.spoken(message.author(), message.text()));
    }

    @Override
    public void onRecall(RoomId room, Recall recall) {
        // What was said before the person came is for /history to show; what it has missed is shown at once.
        switch (recall) {
            case Recall.Fresh fresh -> missing.remove(room);
            case Recall.Recovered recovered -> missing.add(room);
            case Recall.Gap gap -> {
                missing.add(room);
                screen.note("Some of what was said in " + room + " meanwhile is not known any more");
            }
        }
    }

    @Override
    public void onHistory(ChatMessage message) {
        Duration age = message.age().orElse(Duration.ZERO);
        remember(message, age);
        if (missing.contains(message.room())) {
            screen.show(Words.ago(age) + " " + Words.inFrontOf(message.room()) + spoken(message));
        }
    }

    @Override
    public void onPresence(RoomId room, PresenceChange change) {
        switch (change) {
            case PresenceChange.Listed listed -> {
                // /who shows it to those who want to know.
            }
            case PresenceChange.Arrived(var who) -> screen.note(who.name() + " came to " + room);
            case PresenceChange.Departed(var who) -> screen.note(who.name() + " left " + room);
            case PresenceChange.Changed(var before, var after) ->
                screen.note(Words.of(before) + " is now " + Words.of(after) + " in " + room);
        }
    }

    @Override
    public void onExpelled(RoomId room, DropReason why) {
        rooms.left(room);
        screen.note("You are in " + room + " no more: " + Words.of(why));
    }

    @Override
    public void onConnection(ConnectionState state) {
        switch (state) {
            case ConnectionState.Connected connected -> {
                if (lost) {
                    screen.note("Connected again, as " + connected.name());
                }
                admitted = true;
                lost = false;
            }
            case ConnectionState.Reconnecting(var why) -> {
                if (!lost) {
                    screen.note("Connection lost: " + Words.of(why) + ". Trying again; what you say waits");
                }
                lost = true;
            }
            case ConnectionState.Disconnected(var why) -> {
                // Of a client that never was in, connect() tells it.
                if (admitted) {
                    screen.note("Disconnected: " + Words.of(why));
                    new Thread(() -> System.exit(1)).start();
                }
            }
        }
    }
}
