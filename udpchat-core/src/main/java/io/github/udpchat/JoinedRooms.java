package io.github.udpchat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.HostFuture;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.machine.ClientMachine;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/** The rooms that a client's application joins, speaks in and leaves, and that in which it is from the start. For any thread. */
final class JoinedRooms {

    private final Engine<ClientMachine> engine;
    private final Subscriptions subscriptions;
    private final Function<Payload, ByteBuffer> voice;

    JoinedRooms(Engine<ClientMachine> engine, Subscriptions subscriptions, Function<Payload, ByteBuffer> voice) {
        this.engine = engine;
        this.subscriptions = subscriptions;
        this.voice = voice;
    }

    /** {@return a room, whether the client is there or not} */
    Room room(RoomId id) {
        return new Room(id, content -> send(id, content),
                () -> engine.inspect((machine, now, out) -> machine.presence(id)), subscriptions);
    }

    private CompletableFuture<Delivery> send(RoomId room, Payload content) {
        ByteBuffer message = voice.apply(content);
        return engine.say(room, message.remaining(),
                (machine, now, outcome, out) -> machine.send(now, room, message, outcome, out),
                new Delivery.Refused(DropReason.CLOSED));
    }

    /** {@return the room of a name, if there can be one} */
    static RoomId named(String name) {
        String normalized = NameRules.normalized(name);
        NameRules.problem(normalized).ifPresent(problem -> {
            throw new IllegalArgumentException("room name " + problem + "; was \"" + PrintableText.of(name) + "\"");
        });
        return new RoomId(normalized);
    }

    /**
     * Enters a room.
     *
     * @param listens who hears it, if it can be entered, from the first message on
     */
    CompletableFuture<Room> enter(RoomId id, Subscription listens) {
        HostFuture<RoomEntry> entry = engine.ask((machine, now, answer, out) -> machine.enter(now, id, answer, out),
                new RoomEntry.Refused(DropReason.CLOSED));
        // Whatever the caller does with its own future.
        entry.thenAccept(how -> {
            if (how instanceof RoomEntry.Refused) {
                listens.cancel();
            }
        });
        return entry.thenApply(how -> switch (how) {
            case RoomEntry.Entered entered -> room(id);
            case RoomEntry.Refused(DropReason why) ->
                throw new JoinFailedException(
                        "Can't enter room \"" + PrintableText.of(id.name()) + "\": " + Sentences.of(why), why);
        });
    }

    /** Waits until the client is in a room, or is refused. */
    static <R> R awaitEntry(CompletableFuture<R> entry) {
        try {
            return entry.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof JoinFailedException failed ? failed : e;
        }
    }

    /** Leaves a room. */
    void leave(RoomId id) {
        subscriptions.removeAll(id);
        engine.tell((machine, now, out) -> machine.leave(now, id, out));
    }
}
