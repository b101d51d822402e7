package io.github.udpchat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.RoomNews;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** Turns what happens at a client into calls of its listeners. Owned by one {@link ChatClient}; runs on its events thread. */
final class ClientHearing {

    private final ChatClientListener listener;
    private final Subscriptions subscriptions;
    private final Supplier<List<RoomNews>> presence;
    private final AtomicReference<@Nullable String> given = new AtomicReference<>();

    /**
     * Nothing has been heard yet.
     *
     * @param presence takes the changes in who is in the client's rooms
     */
    ClientHearing(ChatClientListener listener, Subscriptions subscriptions, Supplier<List<RoomNews>> presence) {
        this.listener = listener;
        this.subscriptions = subscriptions;
        this.presence = presence;
    }

    /** The server has let the client in under a name, for the first time; it may have been heard already, and another since. */
    void isCalledAtFirst(String name) {
        given.compareAndSet(null, name);
    }

    /** {@return the name that the server gave to the client, or null before it did} */
    @Nullable
    String given() {
        return given.get();
    }

    /** Something has happened: calls who listens to it. */
    void dispatch(Event event, ListenerGuard guard) {
        switch (event) {
            case ClientEvent.Received(var message, var whenTaken) -> {
                if (message.age().isPresent()) {
                    guard.run("onHistory", () -> listener.onHistory(message));
                } else {
                    guard.run("onMessage", () -> listener.onMessage(message));
                }
                subscriptions.deliver(Optional.empty(), message, guard);
            }
            case ClientEvent.PlaintextRoom(RoomId room) ->
                guard.run("onPlaintext", () -> listener.onPlaintext(room));
            case ClientEvent.Recalled(RoomId room, var recall) ->
                guard.run("onRecall", () -> listener.onRecall(room, recall));
            case ClientEvent.ReceivedDirect(var message, var whenTaken) ->
                guard.run("onDirect", () -> listener.onDirect(message));
            case ClientEvent.Typing(RoomId room, PeerId who, String name) ->
                guard.run("onTyping", () -> listener.onTyping(room, who, name));
            case ClientEvent.ConnectionChanged(var state) -> {
                if (state instanceof ConnectionState.Connected connected) {
                    given.set(connected.name());
                }
                guard.run("onConnection", () -> listener.onConnection(state));
            }
            case ClientEvent.PresenceChanged() -> presence.get()
                    .forEach(news -> guard.run("onPresence", () -> listener.onPresence(news.room(), news.change())));
            case ClientEvent.Expelled(RoomId room, DropReason why) -> {
                subscriptions.removeAll(room);
                guard.run("onExpelled", () -> listener.onExpelled(room, why));
            }
            case EndpointEvent.Drops(DropReason reason, long count) ->
                guard.run("onDropped", () -> listener.onDropped(reason, count));
            case EndpointEvent.PlugInFailed(String during, Throwable error) ->
                guard.runLast("onError", () -> listener.onError(during, error));
            case EndpointEvent.Closed(var why) -> guard.runLast("onClosed", () -> listener.onClosed(why));
            case ServerEvent ofAServer -> throw new AssertionError(ofAServer);
        }
    }
}
