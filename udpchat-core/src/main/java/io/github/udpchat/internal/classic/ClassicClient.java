package io.github.udpchat.internal.classic;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.ClientMachine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.machine.RoomNews;
import io.github.udpchat.internal.wire.ClassicFormat;
import io.github.udpchat.internal.wire.ClassicFrame;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.ClientStats;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;

/**
 * The client's side of the classic protocol: PROTOCOL.md, section 1.5. Sends its name once, then lines, and at the end
 * {@code qqq}; nothing of that is ever acknowledged.
 */
public final class ClassicClient implements ClientMachine {

    private final InetSocketAddress server;
    private final String name;
    private final ClassicFormat format;
    private long sent;
    private long received;

    /** A client of that server under that name. */
    public ClassicClient(InetSocketAddress server, String name, int maxDatagramBytes) {
        this.server = server;
        this.name = name;
        this.format = new ClassicFormat(maxDatagramBytes);
    }

    @Override
    public void onStart(long now, Outbox out) {
        out.send(server, ClassicFormat.write(name));
    }

    /** There is one room in this protocol. */
    @Override
    public void enter(long now, RoomId room, CompletableFuture<RoomEntry> outcome, Outbox out) {
        outcome.complete(new RoomEntry.Refused(DropReason.ROOM_NOT_ALLOWED));
    }

    @Override
    public void leave(long now, RoomId room, Outbox out) {
        // It can't be left but by leaving the server.
    }

    @Override
    public void send(long now, RoomId room, ByteBuffer datagram, CompletableFuture<Delivery> outcome, Outbox out) {
        out.send(server, datagram);
        sent++;
        outcome.complete(new Delivery.Unconfirmed(Delivery.Cause.NO_ACKNOWLEDGEMENT));
    }

    /** Nobody has an id in this protocol, and all that is said is heard by everybody. */
    @Override
    public void direct(long now, PeerId to, ByteBuffer message, CompletableFuture<DirectDelivery> outcome, Outbox out) {
        outcome.complete(new Delivery.Refused(DropReason.NO_SUCH_PEER));
    }

    @Override
    public void type(long now, RoomId room, Outbox out) {
        // This protocol has no word for it.
    }

    /**
     * Reads a datagram.
     * <ol>
     * <li>Not from the server: dropped.
     * <li>Too long, empty, or not UTF-8: dropped.
     * <li>All else is a message, {@code qqq} included: to a client it has no meaning.
     * </ol>
     */
    @Override
    public void onDatagram(long now, InetSocketAddress from, ByteBuffer datagram, Outbox out) {
        if (!from.equals(server)) {
            out.dropped(DropReason.NOT_FROM_SERVER);
            return;
        }
        switch (format.read(datagram)) {
            case ClassicFrame.Text text -> receive(ClassicFormat.message(RoomId.CLASSIC, text), out);
            case ClassicFrame.Leave leave -> receive(ClassicFormat.message(RoomId.CLASSIC, ClassicFormat.LEAVE), out);
            case ClassicFrame.Malformed(DropReason why) -> out.dropped(why);
        }
    }

    private void receive(ChatMessage message, Outbox out) {
        received++;
        out.event(new ClientEvent.Received(message, null));
    }

    @Override
    public void onTimer(long now, Outbox out) {
        // Nothing in the client's side of this protocol depends on time.
    }

    @Override
    public void onClose(long now, Outbox out) {
        out.send(server, ClassicFormat.write(ClassicFormat.LEAVE));
    }

    @Override
    public long nextDeadline() {
        return NEVER;
    }

    @Override
    public InetSocketAddress server() {
        return server;
    }

    /** Nothing in this protocol says who is there. */
    @Override
    public Presence presence(RoomId room) {
        return Presence.UNKNOWN;
    }

    @Override
    public List<RoomNews> takePresence() {
        return List.of();
    }

    /** Nothing is ever acknowledged, so no round-trip time is known. */
    @Override
    public ClientStats stats(TrafficStats traffic) {
        return new ClientStats(sent, received, 1, Optional.empty(), traffic);
    }
}
