package io.github.udpchat.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatClientBuilder;
import io.github.udpchat.ChatClientListener;
import io.github.udpchat.Room;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/**
 * A client that enters rooms, talks there, leaves and comes again, and tells {@link RoomMinutes} what it hears. Its listener runs on
 * its events thread; all else belongs to one thread at a time, that of the test.
 */
public final class RoomVisitor implements ChatClientListener, AutoCloseable {

    private final String speaker;
    private final Consumer<String> violated;
    private final Map<RoomId, RoomMinutes.Ear> ears = new ConcurrentHashMap<>();
    private final Map<RoomId, Stay> stays = new LinkedHashMap<>();
    private final Map<RoomId, Integer> numbers = new HashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final ChatClient client;
    private final Set<RoomId> left = ConcurrentHashMap.newKeySet();
    private final Map<RoomId, Integer> presenceNews = new ConcurrentHashMap<>();
    private final AtomicInteger late = new AtomicInteger();
    private volatile boolean lostLately;

    private static final class Stay {

        private final RoomMinutes minutes;
        private final CompletableFuture<Room> room;
        private volatile boolean over;

        Stay(RoomMinutes minutes, CompletableFuture<Room> room) {
            this.minutes = minutes;
            this.room = room;
        }
    }

    /**
     * Connects.
     *
     * @param speaker how it calls itself in what it says: nobody else may, its successor of the same name included
     */
    public RoomVisitor(ChatClientBuilder builder, RoomMinutes lobby, String speaker, Consumer<String> violated) {
        this.speaker = speaker;
        this.violated = violated;
        ears.put(lobby.room(), lobby.ear(speaker));
        this.client = builder.listener(this).connect();
        stays.put(lobby.room(), new Stay(lobby, CompletableFuture.completedFuture(client.lobby())));
    }

    /** Wants to be in a room. */
    public CompletableFuture<Room> enter(RoomMinutes minutes) {
        ears.put(minutes.room(), minutes.ear(speaker));
        CompletableFuture<Room> entry = client.joinAsync(minutes.room().name(), message -> {
        });
        stays.put(minutes.room(), new Stay(minutes, entry));
        return entry;
    }

    /** Leaves a room in which it is. */
    public void leave(RoomMinutes minutes) {
        Stay stay = end(minutes.room());
        client.leave(stay.room.join());
    }

    private Stay end(RoomId room) {
        Stay stay = Objects.requireNonNull(stays.remove(room));
        stay.over = true;
        left.add(room);
        Objects.requireNonNull(ears.remove(room)).leaves();
        return stay;
    }

    /** {@return the rooms in which it is} */
    public List<RoomMinutes> rooms() {
        return stays.values().stream().filter(stay -> stay.room.isDone()).map(stay -> stay.minutes).toList();
    }

    /** {@return whether it is in a room, or wants to be} */
    public boolean wants(RoomMinutes minutes) {
        return stays.containsKey(minutes.room());
    }

    /** Says the next thing in a room in which it is, or wants to be; there it says nothing yet. */
    public void says(RoomMinutes minutes, int padding) {
        Stay stay = Objects.requireNonNull(stays.get(minutes.room()));
        if (stay.room.isDone()) {
            String text = speaker + " " + numbers.merge(minutes.room(), 1, Integer::sum) + " " + "x".repeat(padding);
            open.incrementAndGet();
            stay.room.join().send(text).thenAccept(outcome -> {
                minutes.outcome(text, outcome, stay.over, lostLately);
                open.decrementAndGet();
            });
        }
    }

    // ---- what it hears

    @Override
    public void onRecall(RoomId room, Recall recall) {
        to(room, ear -> ear.recalled(recall));
    }

    @Override
    public void onHistory(ChatMessage message) {
        to(message.room(), ear -> ear.hearsOld(message));
    }

    @Override
    public void onMessage(ChatMessage message) {
        to(message.room(), ear -> ear.hears(message));
    }

    private void to(RoomId room, Consumer<RoomMinutes.Ear> told) {
        RoomMinutes.Ear ear = ears.get(room);
        if (ear != null) {
            told.accept(ear);
        } else if (left.contains(room)) {
            late.incrementAndGet();
        } else {
            violated.accept(speaker + " hears of " + room + ", where it never was");
        }
    }

    /** {@return how much it has heard of rooms that it had left: what its events thread had in hand at that moment} */
    public int late() {
        return late.get();
    }

    @Override
    public void onPresence(RoomId room, PresenceChange change) {
        presenceNews.merge(room, 1, Integer::sum);
    }

    /** {@return how often it was told that somebody came to a room, went, or is there} */
    public int presenceNews(RoomMinutes minutes) {
        return presenceNews.getOrDefault(minutes.room(), 0);
    }

    /** {@return who is in a room in which it is, as far as it knows} */
    public Presence presence(RoomMinutes minutes) {
        return Objects.requireNonNull(stays.get(minutes.room())).room.join().presence();
    }

    @Override
    public void onConnection(ConnectionState state) {
        if (!(state instanceof ConnectionState.Connected)) {
            lost.incrementAndGet();
            lostLately = true;
        }
    }

    @Override
    public void onExpelled(RoomId room, DropReason why) {
        violated.accept(speaker + " was put out of " + room + ": " + why);
    }

    @Override
    public void onError(String during, Throwable error) {
        violated.accept(during + " failed at " + speaker + ": " + error);
    }

    // ---- how it stands

    /** {@return whether all that it has said has an outcome, and it is where it wants to be} */
    public boolean isSettled() {
        return open.get() == 0 && stays.values().stream().allMatch(stay -> stay.room.isDone());
    }

    /** Nothing is under way any more. */
    public void settle() {
        lostLately = false;
        stays.values().stream().filter(stay -> stay.room.isCompletedExceptionally())
                .forEach(stay -> violated.accept(speaker + " did not get into " + stay.minutes.room()));
    }

    /** {@return how often it has lost its session} */
    public int lost() {
        return lost.get();
    }

    /** {@return the client} */
    public ChatClient client() {
        return client;
    }

    @Override
    public void close() {
        new ArrayList<>(stays.keySet()).forEach(this::end);
        client.close();
    }
}
