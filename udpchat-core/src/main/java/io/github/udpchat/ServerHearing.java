package io.github.udpchat;

import java.util.Optional;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.EndpointEvent;
import io.github.udpchat.internal.machine.Event;
import io.github.udpchat.internal.machine.ServerEvent;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;

/** Turns what happens at a server into calls of its listeners. Owned by one {@link ChatServer}; runs on its events thread. */
final class ServerHearing {

    /** The listener of a server that was given none. */
    static final ChatServerListener NOBODY = new ChatServerListener() {};

    private final ChatServerListener listener;
    private final Subscriptions subscriptions;
    private final Optional<NamePins> names;
    private final Identity.Claim claim;

    /**
     * Nothing has been heard yet.
     *
     * @param names keeps the names of those who have a lasting key, if it has a place to
     * @param claim what is given back at the end
     */
    ServerHearing(ChatServerListener listener, Subscriptions subscriptions, Optional<NamePins> names,
            Identity.Claim claim) {
        this.listener = listener;
        this.subscriptions = subscriptions;
        this.names = names;
        this.claim = claim;
    }

    /** {@return whether anybody listens to this; for any thread} */
    boolean wants(Event event) {
        return !(event instanceof ServerEvent.Said) || listener != NOBODY || !subscriptions.isEmpty();
    }

    /** Something has happened: calls who listens to it. */
    void dispatch(Event event, ListenerGuard guard) {
        switch (event) {
            case ServerEvent.Joined(Peer peer, RoomId room) -> {
                guard.run("keeping a name", () -> names.ifPresent(pins -> pins.keep(peer)));
                guard.run("onJoined", () -> listener.onJoined(peer, room));
            }
            case ServerEvent.Said(Peer from, var message, var whenTaken) -> {
                guard.run("onMessage", () -> listener.onMessage(from, message));
                subscriptions.deliver(Optional.of(from), message, guard);
            }
            case ServerEvent.Renamed(Peer before, Peer after) -> {
                guard.run("keeping a name", () -> names.ifPresent(pins -> pins.keep(after)));
                guard.run("onRenamed", () -> listener.onRenamed(before, after));
            }
            case ServerEvent.Left(Peer peer, RoomId room, var why) ->
                guard.run("onLeft", () -> listener.onLeft(peer, room, why));
            case EndpointEvent.Drops(DropReason reason, long count) ->
                guard.run("onDropped", () -> listener.onDropped(reason, count));
            case EndpointEvent.PlugInFailed(String during, Throwable error) ->
                guard.runLast("onError", () -> listener.onError(during, error));
            case EndpointEvent.Closed(var why) -> {
                guard.runLast("giving back the identity and the store", claim::close);
                guard.runLast("onClosed", () -> listener.onClosed(why));
            }
            case ClientEvent ofAClient -> throw new AssertionError(ofAClient);
        }
    }
}
