package io.github.udpchat.internal.hub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The way of what is said to those who hear it: it gets its place, is stored first where there is a store, and is then passed
 * on and remembered. Owned by the {@link Hub}.
 *
 * <pre>
 *   said --no store------------------------------> passed on
 *     '----WAITING --its turn--> BEING STORED --'
 *                                    '--------failed-------> refused
 * </pre>
 *
 * One batch is stored at a time, so the order of what is said is kept, and a store that is slow gets larger batches.
 */
final class Relay {

    /** So many messages are stored at once. */
    private static final int MOST_AT_ONCE = 256;

    /** So many may wait for their turn; one more is refused as NOT_STORED. */
    private static final int MOST_WAITING = 16_384;

    private final Rooms rooms;
    private final boolean stored;
    private final Queue<Said> waiting = new ArrayDeque<>();
    private List<Said> beingStored = List.of();
    private boolean asking;
    private boolean closed;
    private long messages;

    /** Who says something. The server itself has neither a peer nor a member. */
    record Speaker(@Nullable Peer peer, @Nullable Member member, @Nullable Author author) {

        static final Speaker SERVER = new Speaker(null, null, null);
    }

    private record Said(Room room, Speaker speaker, RoomMessage message, @Nullable Taken whenTaken, Outcome outcome) {}

    Relay(Rooms rooms, boolean stored) {
        this.rooms = rooms;
        this.stored = stored;
    }

    /** Somebody says something in a room. */
    void say(long now, Room room, Speaker speaker, Utterance utterance, @Nullable Taken whenTaken, Outcome outcome,
            Outbox out) {
        boolean isStored = stored && rooms.remembers(room);
        if (isStored && waiting.size() >= MOST_WAITING) {
            out.dropped(DropReason.NOT_STORED);
            outcome.onOutcome(now, new Delivery.Refused(DropReason.NOT_STORED), out);
            return;
        }
        RoomMessage message = room.place(speaker.author(), utterance);
        Form classicForm = rooms.classicFormIn(room.id());
        if (classicForm != null && !message.fits(classicForm)) {
            room.takeBack();
            out.dropped(DropReason.DOES_NOT_FIT);
            outcome.onOutcome(now, new Delivery.Refused(DropReason.DOES_NOT_FIT), out);
            return;
        }
        Said said = new Said(room, speaker, message, whenTaken, outcome);
        if (isStored) {
            waiting.add(said);
            storeNext(out);
        } else {
            pass(now, said, out);
        }
    }

    private void pass(long now, Said said, Outbox out) {
        RoomMessage message = said.message();
        if (rooms.remembers(said.room())) {
            rooms.keep(said.room(), message, now);
        }
        int recipients = said.room().pass(now, message, said.speaker().member(), out);
        messages++;
        if (said.speaker().peer() != null) {
            out.event(new ServerEvent.Said(said.speaker().peer(), message.message(), said.whenTaken()));
        }
        said.outcome().onOutcome(now, new Delivery.Relayed(message.at(), recipients), out);
    }

    // ---- the store

    /** Asks for what waits to be stored, if nothing is being stored; also for what is to be forgotten. */
    void storeNext(Outbox out) {
        if (asking || closed || !stored || waiting.isEmpty() && !rooms.archive().hasForgotten()) {
            return;
        }
        List<Said> batch = new ArrayList<>();
        while (batch.size() < MOST_AT_ONCE && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        beingStored = batch;
        asking = true;
        out.ask(new Ask.Store(batch.stream().map(said -> said.message().message()).toList(),
                rooms.archive().takeForgotten(), this::onStored));
    }

    private void onStored(long now, boolean stored, Outbox out) {
        asking = false;
        List<Said> batch = beingStored;
        beingStored = List.of();
        for (Said said : batch) {
            if (stored) {
                pass(now, said, out);
            } else {
                said.room().refused(said.message());
                out.dropped(DropReason.NOT_STORED);
                said.outcome().onOutcome(now, new Delivery.Refused(DropReason.NOT_STORED), out);
            }
            rooms.settle(said.room());
        }
        storeNext(out);
    }

    /** {@return whether everything that was said has been passed on} */
    boolean isIdle() {
        return waiting.isEmpty() && beingStored.isEmpty();
    }

    /** The server closes. Members learn from the end of their sessions; whoever speaks as the server is told here. */
    void onClose(long now, Outbox out) {
        closed = true;
        end(now, waiting, new Delivery.Refused(DropReason.CLOSED), out);
        end(now, beingStored, new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST), out);
        waiting.clear();
        beingStored = List.of();
    }

    private static void end(long now, Iterable<Said> given, Delivery how, Outbox out) {
        for (Said said : given) {
            if (said.speaker().member() == null) {
                said.outcome().onOutcome(now, how, out);
            }
        }
    }

    /** {@return how many messages were passed on since the start} */
    long messages() {
        return messages;
    }
}
