package io.github.udpchat.contract;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatServerListener;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;

/** A server's listener that remembers what it heard, in words. */
public class ServerLog implements ChatServerListener {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Peer> joined = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final Map<DropReason, Long> drops = new ConcurrentHashMap<>();

    @Override
    public void onJoined(Peer peer, RoomId room) {
        joined.add(peer);
        lines.add(peer.name() + " joined " + room);
    }

    @Override
    public void onMessage(Peer from, ChatMessage message) {
        lines.add(from.name() + " said " + message.text());
    }

    @Override
    public void onRenamed(Peer before, Peer after) {
        lines.add(before.name() + " is now " + after.name());
    }

    @Override
    public void onLeft(Peer peer, RoomId room, LeaveReason why) {
        lines.add(peer.name() + " left " + room + ": " + why);
    }

    @Override
    public void onDropped(DropReason reason, long count) {
        drops.merge(reason, count, Long::sum);
    }

    @Override
    public void onError(String during, Throwable error) {
        errors.add(error);
        lines.add("error in " + during);
    }

    @Override
    public void onClosed(CloseReason why) {
        lines.add("closed: " + why);
    }

    /** {@return what was heard, drops excepted} */
    public List<String> lines() {
        return lines;
    }

    /** {@return who joined, in order} */
    public List<Peer> joined() {
        return joined;
    }

    /** {@return what {@code onError} heard} */
    public List<Throwable> errors() {
        return errors;
    }

    /** {@return how many drops of a reason were reported} */
    public long drops(DropReason reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
