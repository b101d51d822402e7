package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.udpchat.internal.hub.Author;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.Reception;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.NoticeFormat;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;

/**
 * What a member says and hears in one session that is not said in a room, at the server: direct messages and notices, PROTOCOL.md,
 * section 2.15; the client's side is {@link ClientDirect}. Owned by one {@link ServerTalk}.
 */
final class ServerDirect {

    static final long NOTICES = ChannelId.of(0, ChannelId.Class.LATEST);

    /** Notices of a session that come sooner after one that was passed on are dropped as TOO_FAST. */
    static final Duration BETWEEN_NOTICES = Duration.ofSeconds(1);

    private static final long NONE = -1;

    private final Hub hub;
    private final Channels channels;
    private final ServerRooms rooms;
    private long channel = NONE;
    private long nextNotice = Long.MIN_VALUE;

    ServerDirect(Hub hub, Channels channels, ServerRooms rooms) {
        this.hub = hub;
        this.channels = channels;
        this.rooms = rooms;
    }

    /** Opens the channels, of which the client is to be told; only where both sides know of them. */
    RoomControl.Channels open() {
        channel = rooms.withOthers();
        channels.openInReserve(channel);
        channels.openInReserve(NOTICES);
        return new RoomControl.Channels(channel, NOTICES);
    }

    /** {@return whether that is the channel of direct messages} */
    boolean hasChannel(long asked) {
        return asked == channel;
    }

    /** {@return whether that is the channel of notices} */
    boolean hasNotices(long asked) {
        return asked == NOTICES;
    }

    private boolean isOpen() {
        return channel != NONE;
    }

    // ---- what the client says

    /** The client says something to one person. */
    DirectDelivery onSaid(long now, PeerId author, DirectFormat.Said said, Outbox out) {
        return hub.directs().tell(now, author, new PeerId(said.person()),
                by -> new DirectFormat.Heard(by.id().value(), by.name(), said.content()).write(), out);
    }

    /** {@return what the client is told of a message that ended so} */
    ControlMessage receipt(long counter, DirectDelivery how) {
        return switch (how) {
            case DirectDelivery.Passed(int sessions) -> new ControlMessage.Relayed(counter, 0, sessions);
            case Delivery.Refused(DropReason why) -> new ControlMessage.Refused(counter, Refusals.ofMessage(why));
            case Delivery.Unconfirmed unknown -> throw new AssertionError("a hub knows what it has passed on");
        };
    }

    /** The client has a notice for others: one of a kind that is not known means nothing. */
    void onNotice(long now, PeerId author, ByteBuffer message, Outbox out) throws MalformedException {
        NoticeFormat.Types notice = NoticeFormat.Types.read(message);
        if (notice == null) {
            return;
        }
        RoomId room = rooms.roomOf(notice.channel());
        if (room == null) {
            out.dropped(DropReason.NOT_A_MEMBER);
        } else if (now < nextNotice) {
            out.dropped(DropReason.TOO_FAST);
        } else {
            nextNotice = now + BETWEEN_NOTICES.toNanos();
            hub.directs().type(now, author, room, out);
        }
    }

    // ---- what it hears

    /** Somebody says something to it alone. What waits already does not make room for it: the sender is told. */
    Reception told(ByteBuffer message) {
        if (!isOpen() || message.remaining() > channels.mostMessageBytes()) {
            return Reception.CANNOT_HEAR;
        }
        return channels.sendInHalf(channel, message) ? Reception.TAKEN : Reception.BEHIND;
    }

    /** Somebody else types in a room in which it is. */
    void typed(RoomId room, Author who, Outbox out) {
        Long where = rooms.channelOf(room);
        if (isOpen() && where != null && !channels.send(NOTICES,
                new NoticeFormat.Typed(where, who.id().value(), who.name()).write())) {
            out.dropped(DropReason.PEER_BEHIND);
        }
    }
}
