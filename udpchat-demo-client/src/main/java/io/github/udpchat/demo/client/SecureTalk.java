package io.github.udpchat.demo.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/**
 * Chat on the session protocol, in rooms. A line goes to the current room, a line that begins with a slash is a command. What
 * begins with an asterisk is said by this program, never by others.
 */
final class SecureTalk implements Talk {

    /** How long a command waits for the server before the next line is read, and the end for the outcome of what was said. */
    private static final long PATIENCE_SECONDS = 3;

    /** How much of a line is repeated where its outcome is told. */
    private static final int QUOTED_CHARS = 40;

    private final Screen screen;

    /** The rooms that were joined, the current one last; without any, the lobby is current. */
    private final Deque<Room> rooms = new ConcurrentLinkedDeque<>();

    private final Recollection recollection = new Recollection();

    /** Rooms in which what comes as history was missed. Belongs to the events thread. */
    private final Set<RoomId> missing = new HashSet<>();

    /** Done when all that was said has its outcome. Belongs to the thread that reads. */
    private CompletableFuture<Void> outcomes = CompletableFuture.completedFuture(null);

    /** Belong to the events thread. */
    private boolean admitted;
    private boolean lost;

    SecureTalk(Screen screen) {
        this.screen = screen;
    }

    @Override
    public String prompt() {
        Room current = rooms.peekLast();
        return (current == null ? "" : Words.inFrontOf(current.id()).strip()) + "> ";
    }

    @Override
    public boolean take(ChatClient client, String line) {
        try {
            if (line.startsWith("//")) {
                say(client, line.substring(1));
            } else if (line.startsWith("/")) {
                return Command.run(line, this, client);
            } else if (!line.isEmpty()) {
                say(client, line);
            }
        } catch (IllegalArgumentException notPossible) {
            note("Not possible: " + notPossible.getMessage());
        }
        return true;
    }

    private Room current(ChatClient client) {
        Room last = rooms.peekLast();
        return last == null ? client.lobby() : last;
    }

    private void say(ChatClient client, String line) {
        Room room = current(client);
        String name = client.name();
        expect(room.send(line).thenAccept(outcome -> {
            if (outcome instanceof Delivery.Relayed(var at, int recipients)) {
                recollection.add(room.id(), Optional.of(at), Duration.ZERO, spoken(name, line));
            }
            tell(outcome, line);
        }));
    }

    private void expect(CompletableFuture<Void> outcome) {
        outcomes = CompletableFuture.allOf(outcomes, outcome);
    }

    private void tell(Delivery outcome, String line) {
        String quoted = ": " + Words.shortened(line, QUOTED_CHARS);
        switch (outcome) {
            case Delivery.Relayed relayed -> {
                // As it should be: nothing to tell.
            }
            case Delivery.Refused(DropReason why) -> note("Not sent, " + Words.of(why) + quoted);
            case Delivery.Unconfirmed(Delivery.Cause cause) -> note("Perhaps not sent, " + Words.of(cause) + quoted);
        }
    }

    private void tell(DirectDelivery outcome, String line) {
        switch (outcome) {
            case DirectDelivery.Passed passed -> {
                // As it should be: nothing to tell.
            }
            case Delivery.Refused refused -> tell((Delivery) refused, line);
            case Delivery.Unconfirmed unconfirmed -> tell((Delivery) unconfirmed, line);
        }
    }

    /** Says something to one person alone; a name may have spaces in it. */
    void direct(ChatClient client, String nameAndText) {
        Optional<Participant> to = known(client)
                .filter(person -> nameAndText.regionMatches(true, 0, person.name() + " ", 0,
                        person.name().length() + 1))
                .max(Comparator.comparingInt(person -> person.name().length()));
        to.ifPresentOrElse(person -> {
            String text = nameAndText.substring(person.name().length() + 1);
            expect(client.direct(person.id(), text).thenAccept(outcome -> tell(outcome, text)));
        }, () -> note("Nobody of that name is here, or nothing is said: /msg NAME TEXT. /who shows who is here"));
    }

    private Stream<Participant> known(ChatClient client) {
        return Stream.concat(Stream.of(client.lobby()), rooms.stream())
                .flatMap(room -> room.presence().participants().stream());
    }

    /** Tells who is in the current room. */
    void who(ChatClient client) {
        Room room = current(client);
        Presence presence = room.presence();
        String names = presence.participants().stream().map(Words::of).collect(Collectors.joining(", "));
        note("In " + room.id() + ": " + names
                + (presence.complete() ? "" : names.isEmpty() ? "not known" : ", and perhaps others"));
    }

    /** Shows what was said in the current room. */
    void history(ChatClient client) {
        Room room = current(client);
        List<String> lines = recollection.of(room.id());
        lines.forEach(screen::show);
        if (lines.isEmpty()) {
            note("Nothing was said in " + room.id() + " yet, as far as this client knows");
        }
    }

    /** Enters a room, or goes back to it. */
    void join(ChatClient client, String name) {
        CompletableFuture<Void> entry = client.joinAsync(name, message -> {
        }).handle((room, failure) -> {
            if (room != null) {
                rooms.removeIf(known -> known.id().equals(room.id()));
                rooms.addLast(room);
                note("You are in " + room.id());
            } else {
                note("Not in " + name + ": "
                        + (failure.getCause() instanceof JoinFailedException refused ? Words.of(refused.reason())
                                : failure));
            }
            return null;
        });
        if (!isDoneSoon(entry)) {
            note("The server does not answer yet; you will be in " + name + " when it does");
        }
    }

    /** Leaves the current room. */
    void leave(ChatClient client) {
        Room room = current(client);
        if (room.id().equals(RoomId.LOBBY)) {
            throw new IllegalArgumentException("the lobby is left with /quit");
        }
        client.leave(room);
        rooms.remove(room);
        recollection.forget(room.id());
        note("You have left " + room.id() + ", and are in " + current(client).id());
    }

    private static boolean isDoneSoon(CompletableFuture<?> future) {
        return future.thenApply(done -> true)
                .completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void end(ChatClient client) {
        if (!isDoneSoon(outcomes)) {
            client.close();
            outcomes.join();
        }
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
        return spoken(message.author().orElse(""), message.text());
    }

    private static String spoken(String author, String text) {
        return "[" + author + "]->" + text;
    }

    @Override
    public void onDirect(DirectMessage message) {
        screen.show("(to you alone) " + spoken(message.author(), message.text()));
    }

    @Override
    public void onRecall(RoomId room, Recall recall) {
        // What was said before the person came is for /history to show; what it has missed is shown at once.
        switch (recall) {
            case Recall.Fresh fresh -> missing.remove(room);
            case Recall.Recovered recovered -> missing.add(room);
            case Recall.Gap gap -> {
                missing.add(room);
                note("Some of what was said in " + room + " meanwhile is not known any more");
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
            case PresenceChange.Arrived(var who) -> note(who.name() + " came to " + room);
            case PresenceChange.Departed(var who) -> note(who.name() + " left " + room);
            case PresenceChange.Changed(var before, var after) ->
                note(Words.of(before) + " is now " + Words.of(after) + " in " + room);
        }
    }

    @Override
    public void onExpelled(RoomId room, DropReason why) {
        rooms.removeIf(known -> known.id().equals(room));
        note("You are in " + room + " no more: " + Words.of(why));
    }

    @Override
    public void onConnection(ConnectionState state) {
        switch (state) {
            case ConnectionState.Connected connected -> {
                if (lost) {
                    note("Connected again, as " + connected.name());
                }
                admitted = true;
                lost = false;
            }
            case ConnectionState.Reconnecting(var why) -> {
                if (!lost) {
                    note("Connection lost: " + Words.of(why) + ". Trying again; what you say waits");
                }
                lost = true;
            }
            case ConnectionState.Disconnected(var why) -> {
                // Of a client that never was in, connect() tells it.
                if (admitted) {
                    note("Disconnected: " + Words.of(why));
                    new Thread(() -> System.exit(1)).start();
                }
            }
        }
    }

    /** Tells something that nobody else has said. */
    void note(String text) {
        screen.show("* " + text);
    }
}
