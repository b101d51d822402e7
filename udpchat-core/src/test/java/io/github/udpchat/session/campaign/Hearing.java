package io.github.udpchat.session.campaign;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.udpchat.ChatClientListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/** What a client's listener hears, told to those who judge it. Owned by one {@link HonestClient}. */
final class Hearing implements ChatClientListener {

    private static final int ANSWER_BYTES = 80;

    private final World world;
    private final HonestClient client;
    private final boolean throwing;
    private final Callbacks callbacks;
    private final Map<RoomId, Reader> readers = new LinkedHashMap<>();
    private final Sight sight;
    private int heard;
    private int heardOld;
    private int heardAlone;
    private int seen;

    Hearing(World world, HonestClient client) {
        this.world = world;
        this.client = client;
        this.throwing = world.scenario().manners().throwing() && client.index() % 3 == 0;
        this.callbacks = new Callbacks(client.name(), client.program(), world.findings());
        this.sight = new Sight(world, client);
    }

    /** {@return what it hears of a room} */
    private Reader reader(RoomId room) {
        return readers.computeIfAbsent(room, id -> world.chronicle().reader(id, client, world));
    }

    /** {@return whom it sees} */
    Sight sight() {
        return sight;
    }

    /** The client leaves a room. */
    void leaves(RoomId room) {
        reader(room).leaves();
        sight.leaves(room);
    }

    /** {@return whether it was called for the last time} */
    boolean isOver() {
        return callbacks.areOver();
    }

    // ---- what happens

    @Override
    public void onMessage(ChatMessage message) {
        callbacks.during("onMessage", () -> {
            heard++;
            if (message.room().equals(RoomId.LOBBY)) {
                client.view().hears(message.author().orElse("nobody"), message.text());
            }
            reader(message.room()).hears(message, false);
            if (world.scenario().manners().answering() && heard % 16 == 0 && client.isLive()
                    && world.maySay(ANSWER_BYTES)) {
                client.says(ANSWER_BYTES);
            }
            throwsOnPurpose(heard);
        });
    }

    private void throwsOnPurpose(int calls) {
        if (throwing && calls % 3 == 0) {
            throw new OnPurpose();
        }
    }

    @Override
    public void onRecall(RoomId room, Recall recall) {
        callbacks.during("onRecall", () -> reader(room).recalled(recall));
    }

    @Override
    public void onHistory(ChatMessage message) {
        callbacks.during("onHistory", () -> {
            heardOld++;
            reader(message.room()).hears(message, true);
            throwsOnPurpose(heardOld);
        });
    }

    @Override
    public void onDirect(DirectMessage message) {
        callbacks.during("onDirect", () -> {
            world.asides().hears(client, message);
            throwsOnPurpose(++heardAlone);
        });
    }

    @Override
    public void onTyping(RoomId room, PeerId typist, String name) {
        callbacks.during("onTyping", () -> world.asides().seesTyping(client, room, typist, name));
    }

    @Override
    public void onPresence(RoomId room, PresenceChange change) {
        callbacks.during("onPresence", () -> {
            sight.hears(room, change);
            throwsOnPurpose(++seen);
        });
    }

    @Override
    public void onExpelled(RoomId room, DropReason why) {
        callbacks.during("onExpelled", () -> client.visits().isExpelled(room, why));
    }

    @Override
    public void onConnection(ConnectionState state) {
        callbacks.during("onConnection", () -> {
            client.standing().changes(state);
            if (!client.standing().isConnected()) {
                readers.values().forEach(Reader::interrupted);
                sight.interrupted();
            }
        });
    }

    @Override
    public void onError(String during, Throwable error) {
        callbacks.during("onError", () -> world.findings().require(throwing && error instanceof OnPurpose,
                "%s: %s in %s", client.name(), error, during));
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        callbacks.during("onDropped",
                () -> world.findings().require(DropsAtClient.areFine(reason, world, client),
                        "%s dropped %s: %s",
                        client.name(), count,
                        reason));
    }

    @Override
    public void onClosed(CloseReason reason) {
        callbacks.during("onClosed", () -> world.findings().require(reason instanceof CloseReason.ByApplication,
                "%s: %s", client.name(), reason));
        callbacks.end();
    }
}
