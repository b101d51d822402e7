package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.time.Duration;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.NoticeFormat;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.PeerId;
import org.jspecify.annotations.Nullable;

/**
 * What a client says and hears in one session that is not said in a room: direct messages and notices, PROTOCOL.md, section 2.15;
 * the server's side is {@link ServerDirect}. Owned by one {@link ClientTalk}.
 */
final class ClientDirect {

    /** In the same room a client says no sooner again that its user types; in another one it waits as long as the server wants. */
    static final Duration BETWEEN_NOTICES = Duration.ofSeconds(2);

    private static final long NONE = -1;

    private final Link link;
    private final ClientRooms rooms;
    private long channel = NONE;
    private long notices = NONE;
    private long typedIn = NONE;
    private long typedAt;

    ClientDirect(Link link, ClientRooms rooms) {
        this.link = link;
        this.rooms = rooms;
    }

    /** The server has named the channels. */
    void onNamed(long now, RoomControl.Channels named, Outbox out) throws MalformedException {
        boolean taken = rooms.at(named.direct()) != null || rooms.left(named.direct()) != null;
        if (channel != NONE || taken) {
            throw new MalformedException("CHANNELS that can't be");
        }
        channel = named.direct();
        notices = named.notices();
        link.name(now, channel, out);
        link.name(now, notices, out);
    }

    /** {@return whether that is one of the channels} */
    boolean has(long asked) {
        return asked == channel || asked == notices;
    }

    // ---- what it hears

    /** A message came on one of the channels. */
    void onMessage(long now, Incoming.Arrival message, Outbox out) throws MalformedException {
        Incoming.Receipt receipt = message.receipt();
        if (message.channel() == channel) {
            rooms.received();
            out.event(new ClientEvent.ReceivedDirect(Speech.heard(DirectFormat.Heard.read(message.content())),
                    (later, outbox) -> link.taken(later, receipt, outbox)));
        } else {
            onNotice(NoticeFormat.Typed.read(message.content()), out);
            link.taken(now, receipt, out);
        }
    }

    /** One of a kind that is not known means nothing, and so does one for a room in which the client is not, yet or any more. */
    private void onNotice(NoticeFormat.@Nullable Typed notice, Outbox out) {
        Membership where = notice == null ? null : rooms.at(notice.channel());
        if (notice != null && where != null) {
            out.event(new ClientEvent.Typing(where.room(), new PeerId(notice.typistId()), notice.typist()));
        }
    }

    // ---- what it says

    /** {@return whether the server takes direct messages now} */
    boolean isOpen() {
        return channel != NONE;
    }

    /** Says something to one person; returns whether there was room. */
    boolean say(long counter, PeerId person, ByteBuffer content) {
        return link.channels().send(channel, new DirectFormat.Said(counter, person.value(), content).write());
    }

    /** Tells the others in a room that the user types, if they may be told again. What is lost is not said again. */
    void type(long now, Membership room, Outbox out) {
        Duration pause = typedIn == room.channel() ? BETWEEN_NOTICES : ServerDirect.BETWEEN_NOTICES;
        boolean again = typedIn == NONE || now - typedAt >= pause.toNanos();
        if (isOpen() && link.isOpen() && room.isIn() && again) {
            typedIn = room.channel();
            typedAt = now;
            link.channels().send(notices, new NoticeFormat.Types(room.channel()).write());
            link.flush(now, out);
        }
    }
}
