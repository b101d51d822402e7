package io.github.udpchat.demo.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;

/**
 * Chat on the session protocol, in rooms. A line goes to the current room, a line that begins with a slash is a command. Belongs
 * to the thread that reads.
 */
final class SecureTalk implements Talk {

    /** How long a command waits for the server before the next line is read, and the end for the outcome of what was said. */
    private static final long PATIENCE_SECONDS = 3;

    /** How much of a line is repeated where its outcome is told. */
    private static final int QUOTED_CHARS = 40;

    private final Screen screen;
    private final VisitedRooms rooms = new VisitedRooms();
    private final Recollection recollection = new Recollection();
    private final SecureEars ears;

    /** Done when all that was said has its outcome. */
    private CompletableFuture<Void> outcomes = CompletableFuture.completedFuture(null);

    SecureTalk(Screen screen) {
        this.screen = screen;
        this.ears = new SecureEars(screen, rooms, recollection);
    }

    /** {@return where what the client itself has to say is shown} */
    Screen screen() {
        return screen;
    }

    @Override
    public ChatClientListener ears() {
        return ears;
    }

    @Override
    public String prompt() {
        return rooms.sign().strip() + "> ";
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
            screen.note("Not possible: " + notPossible.getMessage());
        }
        return true;
    }

    private void say(ChatClient client, String line) {
        Room room = rooms.current(client);
        String name = client.name();
        expect(room.send(line).thenAccept(outcome -> {
            if (outcome instanceof Delivery.Relayed(var at, int recipients)) {
                recollection.add(room.id(), Optional.of(at), Duration.ZERO, Words.spoken(name, line));
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
            case Delivery.Refused(DropReason why) -> screen.note("Not sent, " + Words.of(why) + quoted);
            case Delivery.Unconfirmed(Delivery.Cause cause) ->
                screen.note("Perhaps not sent, " + Words.of(cause) + quoted);
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
        Optional<Participant> to = rooms.people(client)
                .filter(person -> nameAndText.regionMatches(true, 0, person.name() + " ", 0,
                        person.name().length() + 1))
                .max(Comparator.comparingInt(person -> person.name().length()));
        to.ifPresentOrElse(person -> {
            String text = nameAndText.substring(person.name().length() + 1);
            if (person.name().equals(client.name())) {
                screen.note("That is you");
            } else {
                expect(client.direct(person.id(), text).thenAccept(outcome -> tell(outcome, text)));
            }
        }, () -> screen
                .note("Nobody of that name is here, or nothing is said: /msg NAME TEXT. /who shows who is here"));
    }

    /** Tells who is in the current room. */
    void who(ChatClient client) {
        Room room = rooms.current(client);
        Presence presence = room.presence();
        String names = presence.participants().stream().map(Words::of).collect(Collectors.joining(", "));
        screen.note("In " + room.id() + ": " + names
                + (presence.complete() ? "" : names.isEmpty() ? "not known" : ", and perhaps others"));
    }

    /** Shows what was said in the current room. */
    void history(ChatClient client) {
        Room room = rooms.current(client);
        List<String> lines = recollection.of(room.id());
        lines.forEach(screen::show);
        if (lines.isEmpty()) {
            screen.note("Nothing was said in " + room.id() + " yet, as far as this client knows");
        }
    }

    /** Enters a room, or goes back to it. */
    void join(ChatClient client, String name) {
        CompletableFuture<Void> entry = client.joinAsync(name, message -> {
        }).handle((room, failure) -> {
            if (room != null) {
                rooms.entered(room);
                screen.note("You are in " + room.id());
            } else {
                screen.note("Not in " + name + ": "
                        + (failure.getCause() instanceof JoinFailedException refused ? Words.of(refused.reason())
                                : failure));
            }
            return null;
        });
        if (!isDoneSoon(entry)) {
            screen.note("The server does not answer yet; you will be in " + name + " when it does");
        }
    }

    /** Leaves the current room. */
    void leave(ChatClient client) {
        Room room = rooms.current(client);
        if (room.id().equals(RoomId.LOBBY)) {
            throw new IllegalArgumentException("the lobby is left with /quit");
        }
        client.leave(room);
        rooms.left(room.id());
        recollection.forget(room.id());
        screen.note("You have left " + room.id() + ", and are in " + rooms.current(client).id());
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
}
