package io.github.udpchat.internal.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * On which channels a session is in which rooms, at the server: PROTOCOL.md, section 2.15. Owned by one {@link ServerTalk}.
 *
 * <pre>
 *   entered: IN --left--> LEFT: what was under way is still answered --the client has ended the channel--> gone
 * </pre>
 */
final class ServerRooms {

    /** The channel of the room in which every session is. */
    static final long LOBBY_CHANNEL = ChannelId.of(1, ChannelId.Class.ORDERED);

    /** Beside the lobby; most sessions have none. */
    private @Nullable Map<Long, RoomId> roomOf;
    private @Nullable Map<RoomId, Long> channelOf;
    private @Nullable Set<Long> left;
    private long channelsMade = ChannelId.count(LOBBY_CHANNEL) + 1;

    /** So many rooms have a channel at most, those that were left and have not ended included: the client bears no more. */
    private int mostChannels = Incoming.MOST_CHANNELS - 2;

    /** The session has channels for what is not said in rooms, and this is the number of the direct one. */
    long withOthers() {
        mostChannels -= 2;
        return ChannelId.of(channelsMade++, ChannelId.Class.ORDERED);
    }

    /** {@return whether another room may be entered now} */
    boolean hasRoom() {
        return (roomOf == null ? 0 : roomOf.size()) + (left == null ? 0 : left.size()) < mostChannels;
    }

    /** Takes a room in which the session is from now on; returns its channel. */
    long entered(RoomId room) {
        if (roomOf == null || channelOf == null) {
            roomOf = new HashMap<>();
            channelOf = new HashMap<>();
        }
        long channel = ChannelId.of(channelsMade++, ChannelId.Class.ORDERED);
        roomOf.put(channel, room);
        channelOf.put(room, channel);
        return channel;
    }

    /** {@return the room in which the session is on a channel, or null} */
    @Nullable
    RoomId roomOf(long channel) {
        if (channel == LOBBY_CHANNEL) {
            return RoomId.LOBBY;
        }
        return roomOf == null ? null : roomOf.get(channel);
    }

    /** {@return the channel of a room in which the session is, or null} */
    @Nullable
    Long channelOf(RoomId room) {
        if (room.equals(RoomId.LOBBY)) {
            return LOBBY_CHANNEL;
        }
        return channelOf == null ? null : channelOf.get(room);
    }

    /** The session is in a room no more. */
    void left(long channel) {
        if (roomOf != null && channelOf != null) {
            channelOf.remove(roomOf.remove(channel));
        }
        if (left == null) {
            left = new TreeSet<>();
        }
        left.add(channel);
    }

    /** {@return whether a channel is of a room that was left, and has not ended} */
    boolean isLeft(long channel) {
        return left != null && left.contains(channel);
    }

    /** A channel has ended. */
    void ended(long channel) {
        if (left != null) {
            left.remove(channel);
        }
    }
}
