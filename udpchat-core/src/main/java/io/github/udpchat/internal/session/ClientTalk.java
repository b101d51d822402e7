package io.github.udpchat.internal.session;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Taken;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Position;

/**
 * What a client says and hears in one session: PROTOCOL.md, section 2.15. Begins with a JOIN; speaks in the lobby from the
 * WELCOME on. Owned by one {@link ClientSession}.
 */
final class ClientTalk {

    private static final long NO_CHANNEL = -1;

    private final Link link;
    private final PendingSends sends;
    private final Listener listener;
    private long lobbyChannel = NO_CHANNEL;
    private long lobbyEpoch;

    /** Who hears of it. */
    interface Listener {

        /** The server has let the client in; what it says now is said in this session. */
        void onWelcome(ControlMessage.Welcome welcome, Outbox out);

        /** Somebody said something in the lobby; the server waits until the application has taken it. */
        void onSaid(RoomFormat.Heard said, Taken whenTaken, Outbox out);
    }

    ClientTalk(Link link, PendingSends sends, Listener listener) {
        this.link = link;
        this.sends = sends;
        this.listener = listener;
    }

    /** Asks to be let in: the first thing that is said. */
    void join(long now, ControlMessage.Join join, Outbox out) {
        link.channels().send(ChannelId.CONTROL, join.write());
        link.flush(now, out);
    }

    boolean isMember() {
        return lobbyChannel != NO_CHANNEL;
    }

    /** A message came. */
    void onMessage(long now, Incoming.Arrival message, Outbox out) throws MalformedException {
        if (message.channel() == ChannelId.CONTROL) {
            onControl(now, ControlMessage.read(message.content()), out);
        } else {
            Incoming.Receipt receipt = message.receipt();
            listener.onSaid(RoomFormat.Heard.read(message.content()),
                    (later, outbox) -> link.taken(later, receipt, outbox), out);
        }
    }

    /** The server has ended a channel: never that of the lobby. */
    void onChannelEnd(long channel) throws MalformedException {
        if (channel == lobbyChannel) {
            throw new MalformedException("the lobby has ended");
        }
    }

    private void onControl(long now, ControlMessage message, Outbox out) throws MalformedException {
        switch (message) {
            case ControlMessage.Welcome welcome -> onWelcome(now, welcome, out);
            case ControlMessage.Relayed(long counter, long offset, long recipients) -> onOutcome(counter,
                    new Delivery.Relayed(new Position(lobbyEpoch, offset),
                            (int) Math.min(Integer.MAX_VALUE, recipients)),
                    out);
            case ControlMessage.Duplicate(long counter) -> onOutcome(
                    counter, new Delivery.Unconfirmed(Delivery.Cause.RECEIPT_LOST), out);
            case ControlMessage.Refused(long counter, long reason) -> onOutcome(
                    counter, new Delivery.Refused(Endings.refusal(reason)), out);
            case ControlMessage.Join join -> throw new MalformedException("a JOIN from a server");
        }
    }

    private void onWelcome(long now, ControlMessage.Welcome welcome, Outbox out) throws MalformedException {
        long lobby = welcome.lobbyChannel();
        if (isMember()) {
            throw new MalformedException("a second WELCOME");
        }
        if (lobby == ChannelId.CONTROL || !ChannelId.isValid(lobby)
                || ChannelId.classOf(lobby) != ChannelId.Class.ORDERED) {
            throw new MalformedException("a lobby on channel " + lobby);
        }
        lobbyChannel = lobby;
        lobbyEpoch = welcome.lobbyEpoch();
        listener.onWelcome(welcome, out);
        link.name(now, lobby, out);
    }

    /** What is not waited for was never said in this session: a server that speaks of it is confused. */
    private void onOutcome(long counter, Delivery outcome, Outbox out) throws MalformedException {
        if (!isMember() || !sends.isAwaited(counter)) {
            throw new MalformedException("a RECEIPT for message " + counter + ", which waits for none");
        }
        sends.ended(counter, outcome, out);
    }

    /** Says what may be said: as far as the counters and the link's queue allow. */
    void speak(long now, Outbox out) {
        if (!isMember() || !link.isOpen()) {
            return;
        }
        for (PendingSends.Next next = sends.next(); next != null; next = sends.next()) {
            if (next.message().remaining() + RoomFormat.MAX_OVERHEAD_BYTES > link.channels().mostMessageBytes()) {
                sends.ended(next.counter(), new Delivery.Refused(DropReason.TOO_LARGE), out);
                continue;
            }
            if (!link.channels().send(lobbyChannel, new RoomFormat.Said(next.counter(), next.message()).write())) {
                break;
            }
            sends.said();
        }
        link.flush(now, out);
    }
}
