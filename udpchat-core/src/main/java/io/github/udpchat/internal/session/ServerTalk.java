package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

import io.github.udpchat.internal.hub.Entry;
import io.github.udpchat.internal.hub.Hub;
import io.github.udpchat.internal.hub.NameRules;
import io.github.udpchat.internal.hub.PresenceNews;
import io.github.udpchat.internal.hub.RoomMessage;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.DirectFormat;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * What a member says and hears in one session, at the server: PROTOCOL.md, section 2.15; the client's side is
 * {@link ClientTalk}. Owned by one {@link ServerSession}, which flushes the link after each call.
 */
final class ServerTalk {

    private final Hub hub;
    private final Channels channels;
    private final Pace pace;
    private final Listener listener;
    private final ServerRooms rooms = new ServerRooms();
    private final ServerHistory history;
    private final ServerPresence presence;
    private final ServerDirect direct;
    private boolean beingSaid;
    private Instances.@Nullable Instance client;

    /** Who hears of it. */
    interface Listener {

        /** The server's application has taken a message. */
        void onTaken(long now, Incoming.Receipt message, Outbox out);

        /** The client was told something, and nothing has come from it in whose course that would be sent. */
        void onTold(long now, Outbox out);

        /** The client leaves no room for what it must be told, although it is the one that causes it. */
        void onNoRoom(long now, Outbox out);
    }

    ServerTalk(Hub hub, Channels channels, Pace pace, Listener listener) {
        this.hub = hub;
        this.channels = channels;
        this.pace = pace;
        this.listener = listener;
        this.history = new ServerHistory(channels);
        this.presence = new ServerPresence(hub, channels);
        this.direct = new ServerDirect(hub, channels, rooms);
    }

    /**
     * The client is a member, and is told so: from here on there is a lobby.
     *
     * @param instance what is known of it from all its sessions
     * @param next     where the next message in the lobby will stand
     */
    void welcome(long now, Instances.Admitted instance, Peer admitted, Position next, Outbox out) {
        client = instance.instance();
        channels.open(ServerRooms.LOBBY_CHANNEL);
        tell(now, new ControlMessage.Welcome(admitted.id().value(), admitted.name(), ServerRooms.LOBBY_CHANNEL,
                next.epoch(), next.offset(), instance.known()), out);
        if (channels.knowModel()) {
            tell(now, direct.open(), out);
        }
        tellMore(now, ServerRooms.LOBBY_CHANNEL, RoomId.LOBBY, out);
    }

    /** A message of somebody came who is no member; returns the wish to be one, or null if that is still to come. */
    ControlMessage.@Nullable Join onStranger(Incoming.Arrival message) throws MalformedException {
        switch (ControlMessage.read(message.content())) {
            case ControlMessage.Join wish -> {
                return wish;
            }
            case HistoryControl.Recall recall -> history.wish(recall);
            default -> throw new MalformedException("what a stranger does not say");
        }
        return null;
    }

    /** The client is in a room, and is told more of it if it knows of such things. */
    private void tellMore(long now, long channel, RoomId room, Outbox out) {
        if (hub.isPlaintext(room) && channels.knowModel() && !tell(now, new RoomControl.Plain(channel), out)) {
            return;
        }
        HistoryControl.Recalled past = history.entered(channel, hub, room);
        if (past == null || tell(now, past, out)) {
            presence.entered(room, channel);
        }
    }

    /** A message of a member came. */
    void onMessage(long now, PeerId author, Incoming.Arrival message, Outbox out) throws MalformedException {
        client().met();
        if (message.channel() == ChannelId.CONTROL) {
            onControl(now, author, ControlMessage.read(message.content()), out);
        } else if (direct.hasChannel(message.channel())) {
            onDirect(now, author, message, out);
        } else if (direct.hasNotices(message.channel())) {
            direct.onNotice(now, author, message.content(), out);
            listener.onTaken(now, message.receipt(), out);
        } else {
            onSaid(now, author, message, out);
        }
    }

    private void onControl(long now, PeerId author, ControlMessage message, Outbox out) throws MalformedException {
        if (history.hasWish() && !(message instanceof RoomControl.Enter)) {
            throw new MalformedException("a RECALL that leads nowhere");
        }
        switch (message) {
            case RoomControl.Enter wish -> onEnter(now, author, wish, out);
            case RoomControl.Leave(long channel) -> onLeave(now, author, channel, out);
            case HistoryControl.Recall recall -> history.wish(recall);
            default -> throw new MalformedException("what a member does not say");
        }
    }

    // ---- what it says

    private void onSaid(long now, PeerId author, Incoming.Arrival message, Outbox out) throws MalformedException {
        RoomId room = rooms.roomOf(message.channel());
        if (room == null && !rooms.isLeft(message.channel())) {
            throw new MalformedException("a message on channel " + message.channel());
        }
        RoomFormat.Said said = RoomFormat.Said.read(message.content());
        Incoming.Receipt receipt = message.receipt();
        if (!client().counters().isFirst(said.counter())) {
            tell(now, new ControlMessage.Duplicate(said.counter()), out);
            listener.onTaken(now, receipt, out);
        } else if (room == null || hub.isStopped()) {
            DropReason why = room == null ? DropReason.NOT_A_MEMBER : DropReason.SERVER_CLOSING;
            out.dropped(why);
            tell(now, new ControlMessage.Refused(said.counter(), Refusals.ofMessage(why)), out);
            listener.onTaken(now, receipt, out);
        } else {
            beingSaid = true;
            hub.say(now, author, room, Speech.of(Payload.copyOf(said.content())),
                    (later, outbox) -> listener.onTaken(later, receipt, outbox),
                    (then, how, outbox) -> onOutcome(then, said.counter(), receipt, how, outbox), out);
            beingSaid = false;
        }
    }

    private void onOutcome(long now, long counter, Incoming.Receipt receipt, Delivery how, Outbox out) {
        tell(now, receipt(counter, how), out);
        if (!beingSaid) {
            // It was stored meanwhile, and nothing that has come sends the receipt.
            listener.onTold(now, out);
        }
        if (!(how instanceof Delivery.Relayed)) {
            listener.onTaken(now, receipt, out);
        }
    }

    /** The server's application does not hear it, so nothing but the recipient's queue is waited for. */
    private void onDirect(long now, PeerId author, Incoming.Arrival message, Outbox out) throws MalformedException {
        DirectFormat.Said said = DirectFormat.Said.read(message.content());
        tell(now, client().counters().isFirst(said.counter())
                ? direct.receipt(said.counter(), direct.onSaid(now, author, said, out))
                : new ControlMessage.Duplicate(said.counter()), out);
        listener.onTaken(now, message.receipt(), out);
    }

    private static ControlMessage receipt(long counter, Delivery how) {
        return switch (how) {
            case Delivery.Relayed(Position at, int recipients) ->
                new ControlMessage.Relayed(counter, at.offset(), recipients);
            case Delivery.Refused(DropReason why) -> new ControlMessage.Refused(counter, Refusals.ofMessage(why));
            case Delivery.Unconfirmed unknown -> throw new AssertionError("a hub knows what it has relayed");
        };
    }

    /** Something came; has what the client was told first arrived? */
    void onHeard() {
        if (client != null && !client.isMet() && channels.outgoing().hasFirstControlMessageArrived()) {
            client.met();
        }
    }

    /** {@return whether more is to be said than there was room for} */
    boolean isCatchingUp() {
        return history.isCatchingUp();
    }

    /** What is to be sent is about to be sent: adds what waits for room. */
    void beforeFlush(long now, Outbox out) {
        presence.tell(now);
        history.continueCatchingUp(now, out);
    }

    private Instances.Instance client() {
        return Objects.requireNonNull(client, "who speaks was welcomed");
    }

    /** Returns whether the client may still hear it: without room for it the session has ended, and the client is in no room. */
    boolean tell(long now, ControlMessage message, Outbox out) {
        boolean hasRoom = channels.send(ChannelId.CONTROL, message.write());
        if (!hasRoom) {
            listener.onNoRoom(now, out);
        }
        return hasRoom;
    }

    // ---- where it is

    private void onEnter(long now, PeerId who, RoomControl.Enter wish, Outbox out) throws MalformedException {
        Optional<RoomId> room = NameRules.isAllowed(wish.room()) ? Optional.of(new RoomId(wish.room()))
                : Optional.empty();
        if (room.isEmpty() || room.get().equals(RoomId.CLASSIC)) {
            refuseEntry(now, wish, DropReason.ROOM_NOT_ALLOWED, out);
        } else if (rooms.channelOf(room.get()) != null) {
            throw new MalformedException("a wish to be where one is");
        } else if (!rooms.hasRoom()) {
            refuseEntry(now, wish, DropReason.TOO_MANY_ROOMS, out);
        } else if (!pace.mayEnter(now)) {
            refuseEntry(now, wish, DropReason.TOO_FAST, out);
        } else {
            switch (hub.enter(now, who, room.get(), out)) {
                case Entry.In in -> {
                    long channel = rooms.entered(room.get());
                    channels.open(channel);
                    if (tell(now, new RoomControl.Entered(
                            wish.request(), channel, in.next().epoch(), in.next().offset()), out)) {
                        tellMore(now, channel, room.get(), out);
                        presence.tell(now);
                    }
                }
                case Entry.Refused(DropReason why) -> refuseEntry(now, wish, why, out);
            }
        }
    }

    private void refuseEntry(long now, RoomControl.Enter wish, DropReason why, Outbox out) {
        history.forgetWish();
        out.dropped(why);
        tell(now, new RoomControl.NotEntered(wish.request(), Refusals.ofEntry(why)), out);
    }

    private void onLeave(long now, PeerId who, long channel, Outbox out) throws MalformedException {
        RoomId room = rooms.roomOf(channel);
        if (room == null || channel == ServerRooms.LOBBY_CHANNEL) {
            throw new MalformedException("a wish to leave where one is not");
        }
        hub.exit(now, who, room, new LeaveReason.Left(), out);
        presence.left(room);
        rooms.left(channel);
        history.left(channel);
        channels.end(channel);
    }

    /** The client has said all that it ever will on the channel of a room that it has left. */
    void onChannelEnd(long now, long channel, Outbox out) {
        rooms.ended(channel);
        tell(now, new RoomControl.Gone(channel), out);
    }

    // ---- what it hears

    /** {@return what it hears of who is in its rooms} */
    ServerPresence presence() {
        return presence;
    }

    /** Who is in a room in which it is has changed. Returns whether that is to be told. */
    boolean onNews(RoomId room, PresenceNews news) {
        Long channel = rooms.channelOf(room);
        return client != null && channel != null && presence.onNews(room, channel, news);
    }

    /** {@return its ears for what is not said in rooms} */
    ServerDirect direct() {
        return direct;
    }

    /** The client itself said something where it is, perhaps before it left and came again, on another channel or in another session. */
    void ownPassed(RoomMessage message) {
        history.said(channelOf(message), message.at().offset());
    }

    /** Somebody else said something in a room in which it is. What was not sent yet makes room for it. */
    void deliver(RoomMessage message, Outbox out) {
        long channel = channelOf(message);
        if (history.isCatchingUp(channel)) {
            return;
        }
        ByteBuffer bytes = message.in(Speech.FORM);
        if (bytes.remaining() > channels.mostMessageBytes()) {
            out.dropped(DropReason.TOO_LARGE);
            return;
        }
        for (int dropped = channels.sendDisplacing(channel, bytes); dropped > 0; dropped--) {
            out.dropped(DropReason.PEER_BEHIND);
        }
    }

    private long channelOf(RoomMessage message) {
        return Objects.requireNonNull(rooms.channelOf(message.message().room()), "it is in that room");
    }
}
