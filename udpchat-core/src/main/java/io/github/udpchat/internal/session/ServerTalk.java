package io.github.udpchat.internal.session;

import java.util.Objects;

import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * What a member says and hears in one session, at the server: PROTOCOL.md, section 2.15; the client's side is
 * {@link ClientTalk}. Owned by one {@link ServerSession}, which flushes the link after each call.
 */
final class ServerTalk {

    /** The channel of the room in which every session is. */
    static final long LOBBY_CHANNEL = ChannelId.of(1, ChannelId.Class.ORDERED);

    private final Hub hub;
    private final Channels channels;
    private final Listener listener;
    private @Nullable MessageCounters counters;

    /** Who hears of it. */
    interface Listener {

        /** The server's application has taken a message. */
        void onTaken(long now, Incoming.Receipt message, Outbox out);

        /** The client leaves no room for what it must be told, although it is the one that causes it. */
        void onNoRoom(long now, Outbox out);
    }

    ServerTalk(Hub hub, Channels channels, Listener listener) {
        this.hub = hub;
        this.channels = channels;
        this.listener = listener;
    }

    /**
     * The client is a member, and is told so: from here on there is a lobby.
     *
     * @param counters which of the client's messages have an outcome, on whatever session
     */
    void welcome(long now, MessageCounters counters, ControlMessage.Welcome welcome, Outbox out) {
        this.counters = counters;
        channels.open(LOBBY_CHANNEL);
        tell(now, welcome, out);
    }

    /** The client says something in the lobby. */
    void onSaid(long now, PeerId author, Incoming.Arrival message, Outbox out) throws MalformedException {
        RoomFormat.Said said = RoomFormat.Said.read(message.content());
        Incoming.Receipt receipt = message.receipt();
        if (Objects.requireNonNull(counters, "who speaks was welcomed").isFirst(said.counter())) {
            Delivery.Relayed relayed = hub.say(
                    now,
                    author,
                    Speech.of(RoomId.LOBBY, Payload.copyOf(said.content())),
                    (later, outbox) -> listener.onTaken(later, receipt, outbox),
                    out);
            tell(now, new ControlMessage.Relayed(said.counter(), relayed.at().offset(), relayed.recipients()), out);
        } else {
            tell(now, new ControlMessage.Duplicate(said.counter()), out);
            listener.onTaken(now, receipt, out);
        }
    }

    private void tell(long now, ControlMessage message, Outbox out) {
        if (!channels.send(ChannelId.CONTROL, message.write())) {
            listener.onNoRoom(now, out);
        }
    }

    /** Somebody else said something in the lobby. What was not sent yet makes room for it. */
    void deliver(RoomMessage message, Outbox out) {
        if (message.bytes().remaining() > channels.mostMessageBytes()) {
            out.dropped(DropReason.TOO_LARGE);
            return;
        }
        for (int dropped = channels.sendDisplacing(LOBBY_CHANNEL, message.bytes()); dropped > 0; dropped--) {
            out.dropped(DropReason.PEER_BEHIND);
        }
    }
}
