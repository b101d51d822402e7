package io.github.udpchat.examples.online;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;

/**
 * Shows a class worth a test on a bad network: who is online at a server, by name, and a line for each who comes or goes.
 *
 * <p>
 * The trap in it: a client that has lost its session comes again while the server still has the old one. It joins as a new
 * {@link Peer} of the same name, and then the old one leaves. Whoever counts names has lost it then; this counts ids. Called on
 * the server's events thread; may be asked by others.
 */
final class OnlineList implements ChatServerListener {

    private final Map<String, Set<PeerId>> sessions = new TreeMap<>();
    private final Consumer<String> lines;

    OnlineList(Consumer<String> lines) {
        this.lines = lines;
    }

    /** {@return the names of those who are there, in alphabetical order} */
    synchronized List<String> names() {
        return List.copyOf(sessions.keySet());
    }

    /** Everybody is in the lobby as long as the session lasts; other rooms do not matter here. */
    @Override
    public synchronized void onJoined(Peer peer, RoomId room) {
        if (room.equals(RoomId.LOBBY)) {
            came(peer);
        }
    }

    @Override
    public synchronized void onLeft(Peer peer, RoomId room, LeaveReason why) {
        if (room.equals(RoomId.LOBBY)) {
            went(peer);
        }
    }

    @Override
    public synchronized void onRenamed(Peer before, Peer after) {
        came(after);
        went(before);
    }

    private void came(Peer peer) {
        Set<PeerId> ids = sessions.computeIfAbsent(peer.name(), name -> new HashSet<>());
        if (ids.add(peer.id()) && ids.size() == 1) {
            lines.accept(peer.name() + " is here");
        }
    }

    private void went(Peer peer) {
        Set<PeerId> ids = sessions.getOrDefault(peer.name(), new HashSet<>());
        if (ids.remove(peer.id()) && ids.isEmpty()) {
            sessions.remove(peer.name());
            lines.accept(peer.name() + " is gone");
        }
    }
}
