package io.github.udpchat.internal.session;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.PresenceNews;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Tells one session who is in its rooms, at the server: PROTOCOL.md, section 2.15; the client's side is {@link RoomPresence}.
 * Keeps only what the client has not been told. Owned by one {@link ServerTalk}; its {@link ServerSession} asks it to
 * {@link #tell} before the link is flushed.
 */
final class ServerPresence {

    /**
     * While so many messages wait or are under way on the control channel, nothing is told, and changes gather: outcomes, which can't
     * wait, always find room there.
     */
    static final int MOST_UNDER_WAY = 16;

    /**
     * So long after changes were told no others are; they are told together then. Who comes and goes in that time is not told of. A
     * crowd that comes costs each who is there some messages a second, and not one for each who comes.
     */
    static final Duration GATHERING = Duration.ofMillis(100);

    private final Hub hub;
    private final Channels channels;

    /** The rooms of which the client does not know everything; null where there is none, as mostly. */
    private @Nullable SequencedMap<RoomId, UntoldPresence> untold;

    /** Whether there may be a list among that, which does not wait. */
    private boolean lists;
    private long gathersUntil;
    private boolean ended;

    ServerPresence(Hub hub, Channels channels) {
        this.hub = hub;
        this.channels = channels;
    }

    // ---- what there is to tell

    /** The client is in a room, and has been told so: it is told who is there. */
    void entered(RoomId room, long channel) {
        if (channels.knowModel()) {
            untold().put(room, new UntoldPresence(channel, true));
            lists = true;
        }
    }

    /** The client is in a room no more. */
    void left(RoomId room) {
        if (untold != null) {
            untold.remove(room);
            untold = untold.isEmpty() ? null : untold;
        }
    }

    /** The session has ended: nothing is told any more. */
    void end() {
        ended = true;
        untold = null;
    }

    /** Something has changed in a room in which the client is. Returns whether it is time to look after the telling. */
    boolean onNews(RoomId room, long channel, PresenceNews news) {
        if (ended || !channels.knowModel()) {
            return false;
        }
        boolean first = untold == null;
        UntoldPresence about = untold().computeIfAbsent(room, made -> new UntoldPresence(channel, false));
        about.onNews(news);
        lists |= about.isList();
        if (about.isTold()) {
            left(room);
        }
        return first && untold != null;
    }

    private SequencedMap<RoomId, UntoldPresence> untold() {
        if (untold == null) {
            untold = new LinkedHashMap<>(2);
        }
        return untold;
    }

    // ---- telling

    /** {@return whether {@link #tell} would say something} */
    boolean isDue(long now) {
        return untold != null && hasRoom() && (lists || now >= gathersUntil);
    }

    /** {@return when changes are due that gather now, or {@link Machine#NEVER}; what waits for room is due when there is some} */
    long nextDeadline() {
        return untold != null && hasRoom() ? gathersUntil : Machine.NEVER;
    }

    private boolean hasRoom() {
        return channels.outgoing().controlMessages() < MOST_UNDER_WAY;
    }

    /** Says what may be said now. */
    void tell(long now) {
        if (untold == null || !isDue(now)) {
            return;
        }
        boolean changes = now >= gathersUntil;
        Iterator<Map.Entry<RoomId, UntoldPresence>> rooms = untold.entrySet().iterator();
        while (rooms.hasNext() && hasRoom()) {
            Map.Entry<RoomId, UntoldPresence> next = rooms.next();
            if (changes || next.getValue().isList()) {
                tell(next.getKey(), next.getValue());
                gathersUntil = now + GATHERING.toNanos();
                if (next.getValue().isTold()) {
                    rooms.remove();
                }
            }
        }
        lists = untold.values().stream().anyMatch(UntoldPresence::isList);
        untold = untold.isEmpty() ? null : untold;
    }

    private void tell(RoomId room, UntoldPresence about) {
        while (!about.isTold() && hasRoom()) {
            var message = about.needsList() ? about.next(hub.persons().shownIn(room)) : about.next();
            if (!channels.send(ChannelId.CONTROL, message.write())) {
                throw new AssertionError("no room for " + message);
            }
        }
    }
}
