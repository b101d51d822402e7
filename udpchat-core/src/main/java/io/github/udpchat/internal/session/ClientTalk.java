package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.Moving;
import io.github.udpchat.internal.wire.PresenceControl;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Recall;

/**
 * What a client says and hears in one session: PROTOCOL.md, section 2.15. Begins with a JOIN; speaks in the lobby from the
 * WELCOME on, and says again in which other rooms the client wants to be. Owned by one {@link ClientSession}.
 */
final class ClientTalk {

    /** After so long a server is asked again that was too busy. */
    private static final long WHEN_BUSY_NANOS = Duration.ofSeconds(1).toNanos();

    /** While more than that is not acknowledged no wish is said: a LEAVE for each room, which can't wait, always finds room. */
    private static final int MOST_UNACKNOWLEDGED = Outgoing.MOST_CONTROL_MESSAGES - ClientRooms.MOST - 2;

    private final Link link;
    private final PendingSends sends;
    private final ClientRooms rooms;
    private final Whereabouts whereabouts;
    private final Listener listener;
    private final ClientDirect direct;
    private final ClientVoice voice;
    private final List<Membership> later = new ArrayList<>(0);
    private long laterAt = Machine.NEVER;
    private boolean member;

    /** Who hears of it. */
    interface Listener {

        /** The server has let the client in; what it says now is said in this session. */
        void onWelcome(long now, ControlMessage.Welcome welcome, Outbox out);
    }

    ClientTalk(Link link, PendingSends sends, ClientRooms rooms, Whereabouts whereabouts, Listener listener) {
        this.link = link;
        this.sends = sends;
        this.rooms = rooms;
        this.whereabouts = whereabouts;
        this.listener = listener;
        this.direct = new ClientDirect(link, rooms);
        this.voice = new ClientVoice(link.channels(), sends, direct);
    }

    /** Asks to be let in: the first thing that is said. */
    void join(long now, ControlMessage.Join join, Outbox out) {
        sayRecall(rooms.lobby());
        link.channels().send(ChannelId.CONTROL, join.write());
        link.flush(now, out);
    }

    /** A message came. */
    void onMessage(long now, Incoming.Arrival message, Outbox out) throws MalformedException {
        if (message.channel() == ChannelId.CONTROL) {
            onControl(now, ControlMessage.read(message.content()), out);
        } else if (direct.has(message.channel())) {
            direct.onMessage(now, message, out);
        } else {
            onHeard(now, message, out);
        }
    }

    private void onHeard(long now, Incoming.Arrival message, Outbox out) throws MalformedException {
        Membership where = rooms.at(message.channel());
        Incoming.Receipt receipt = message.receipt();
        if (where == null) {
            // It is late: the client has left the room.
            link.taken(now, receipt, out);
        } else {
            RoomFormat.Heard heard = RoomFormat.Heard.read(message.content(), where.newFrom());
            where.heard(heard.offset());
            rooms.received();
            out.event(new ClientEvent.Received(Speech.heard(where.room(), where.epoch(), heard),
                    (later, outbox) -> link.taken(later, receipt, outbox)));
        }
    }

    /** The server has ended a channel: of a room that the client has left. */
    void onChannelEnd(long channel) throws MalformedException {
        if (rooms.left(channel) == null) {
            throw new MalformedException("a room has ended in which the client is");
        }
    }

    private void onControl(long now, ControlMessage message, Outbox out) throws MalformedException {
        switch (message) {
            case ControlMessage.Welcome welcome -> onWelcome(now, welcome, out);
            case ControlMessage.Relayed(long counter, long offset, long recipients) -> {
                requireSaid(counter);
                sends.relayed(counter, offset, recipients, out);
            }
            case ControlMessage.Duplicate(long counter) -> {
                requireSaid(counter);
                sends.ended(counter, new Delivery.Unconfirmed(Delivery.Cause.RECEIPT_LOST), out);
            }
            case ControlMessage.Refused(long counter, long reason) -> {
                requireSaid(counter);
                sends.ended(counter, new Delivery.Refused(Refusals.ofMessage(reason)), out);
            }
            case RoomControl.Entered entered -> onEntered(now, entered, out);
            case RoomControl.NotEntered(long request, long reason) -> onNotEntered(now, request, reason, out);
            case RoomControl.Gone(long channel) -> onGone(channel, out);
            case RoomControl.Plain(long channel) -> onPlain(channel, out);
            case HistoryControl.Recalled recalled -> onRecalled(now, recalled, out);
            case HistoryControl.Recall recall -> throw new MalformedException("a RECALL from a server");
            case PresenceControl.Present present -> onPresent(present, out);
            case RoomControl.Channels named when member && link.channels().knowModel() ->
                direct.onNamed(now, named, out);
            case RoomControl.Channels named -> throw new MalformedException("a CHANNELS that is not expected");
            case Moving(InetSocketAddress successor) when link.channels().knowModel() -> whereabouts.named(successor);
            case Moving moving -> throw new MalformedException("a MOVING that is not expected");
            case ControlMessage.Join join -> throw new MalformedException("a JOIN from a server");
            case RoomControl.Enter enter -> throw new MalformedException("an ENTER from a server");
            case RoomControl.Leave leave -> throw new MalformedException("a LEAVE from a server");
        }
    }

    private void onWelcome(long now, ControlMessage.Welcome welcome, Outbox out) throws MalformedException {
        if (member) {
            throw new MalformedException("a second WELCOME");
        }
        member = true;
        List<Membership> others = rooms.begin(
                welcome.lobbyChannel(), new Position(welcome.lobbyEpoch(), welcome.nextOffset()), out);
        listener.onWelcome(now, welcome, out);
        others.forEach(room -> wish(now, room));
        nameUnlessRecalled(now, rooms.lobby(), out);
    }

    /** What is said in a room is heard from here on, or when it is known what of it is old. */
    private void nameUnlessRecalled(long now, Membership room, Outbox out) throws MalformedException {
        if (!room.awaitsRecall()) {
            link.name(now, room.channel(), out);
        }
    }

    /** A client that has left the room meanwhile need not know. */
    private void onPlain(long channel, Outbox out) throws MalformedException {
        Membership where = rooms.at(channel);
        if (where == null && rooms.left(channel) == null) {
            throw new MalformedException("a PLAIN for channel " + channel + ", which is no room's");
        }
        if (where != null) {
            where.toldPlain();
            out.event(new ClientEvent.PlaintextRoom(where.room()));
        }
    }

    private void onRecalled(long now, HistoryControl.Recalled recalled, Outbox out) throws MalformedException {
        Membership where = rooms.at(recalled.channel());
        Membership entered = where == null ? rooms.left(recalled.channel()) : where;
        if (entered == null || !entered.awaitsRecall()) {
            throw new MalformedException("a RECALLED for a channel that waits for none");
        }
        Recall recall = entered.recalled(recalled);
        if (where != null) {
            out.event(new ClientEvent.Recalled(where.room(), recall));
        }
        link.name(now, recalled.channel(), out);
    }

    private void onEntered(long now, RoomControl.Entered entered, Outbox out) throws MalformedException {
        Membership wished = wished(entered.request());
        if (rooms.at(entered.channel()) != null || rooms.left(entered.channel()) != null
                || direct.has(entered.channel())) {
            throw new MalformedException("two uses of channel " + entered.channel());
        }
        wished.entered(entered.channel(), new Position(entered.epoch(), entered.nextOffset()), out);
        if (!wished.isWanted()) {
            leave(wished, out);
        }
        nameUnlessRecalled(now, wished, out);
    }

    private void onNotEntered(long now, long request, long reason, Outbox out) throws MalformedException {
        Membership wished = wished(request);
        if (reason == Refusals.BUSY && wished.isWanted()) {
            postpone(now, wished);
            return;
        }
        boolean wasIn = wished.isWanted() && wished.hasBeenIn();
        rooms.refused(wished, Refusals.ofEntry(reason), out);
        if (wasIn) {
            out.event(new ClientEvent.Expelled(wished.room(), Refusals.ofEntry(reason)));
        }
    }

    private Membership wished(long request) throws MalformedException {
        Membership wished = member ? rooms.wished(request) : null;
        if (wished == null) {
            throw new MalformedException("an answer to wish " + request + ", which waits for none");
        }
        return wished;
    }

    private void onGone(long channel, Outbox out) throws MalformedException {
        Membership left = rooms.left(channel);
        if (left == null) {
            throw new MalformedException("a GONE for a channel that was not left");
        }
        rooms.gone(left, out);
    }

    private void onPresent(PresenceControl.Present present, Outbox out) throws MalformedException {
        Membership where = rooms.at(present.channel());
        boolean late = rooms.left(present.channel()) != null;
        if (!link.channels().knowModel() || where == null && !late) {
            throw new MalformedException("who is in a room in which the client is not");
        }
        if (where != null && where.presence().onPresent(present)) {
            rooms.presence().changed(where, out);
        }
    }

    /** What is not waited for was never said in this session: a server that speaks of it is confused. */
    private void requireSaid(long counter) throws MalformedException {
        if (!member || !sends.isAwaited(counter)) {
            throw new MalformedException("a RECEIPT for message " + counter + ", which waits for none");
        }
    }

    // ---- what goes

    /** Tells the server in which room the client wants to be, if it is a member; otherwise that is done when it is one. */
    void wish(long now, Membership room) {
        if (member && link.isOpen()) {
            if (link.channels().outgoing().controlMessages() > MOST_UNACKNOWLEDGED) {
                postpone(now, room);
                return;
            }
            RoomControl.Enter enter = new RoomControl.Enter(room.wish(rooms.nextRequest()), room.room().name());
            sayRecall(room);
            tell(enter);
        }
    }

    private void postpone(long now, Membership room) {
        room.postponed();
        later.add(room);
        laterAt = Math.min(laterAt, now + WHEN_BUSY_NANOS);
    }

    /** Asks for what was said in a room before the client was there, if the server knows of such wishes. */
    private void sayRecall(Membership room) {
        if (link.channels().knowModel()) {
            tell(room.recall(rooms.recallMost()));
        } else {
            room.asksForNothing();
        }
    }

    /** {@return when {@link #onTimer} has something to do, or {@link Machine#NEVER}} */
    long nextDeadline() {
        return laterAt;
    }

    /** Asks a server again that was too busy to let the client into a room. */
    void onTimer(long now) {
        if (now >= laterAt) {
            laterAt = Machine.NEVER;
            List<Membership> again = List.copyOf(later);
            later.clear();
            again.forEach(room -> wish(now, room));
        }
    }

    /** Leaves a room, of which the server is told if the client is in it; otherwise that is done when it is. */
    void leave(Membership room, Outbox out) {
        boolean tells = member && link.isOpen() && room.isIn();
        rooms.leaves(room, tells, out);
        if (tells) {
            tell(new RoomControl.Leave(room.channel()));
        }
    }

    /** Whoever wishes leaves room for those that leave; so many as there are rooms. */
    private void tell(ControlMessage message) {
        if (!link.channels().send(ChannelId.CONTROL, message.write())) {
            throw new AssertionError("no room for " + message);
        }
    }

    /** Tells the others in a room that the user types. */
    void type(long now, Membership room, Outbox out) {
        direct.type(now, room, out);
    }

    /** Says what may be said. */
    void speak(long now, Outbox out) {
        if (member && link.isOpen()) {
            voice.speak(out);
            link.flush(now, out);
        }
    }
}
