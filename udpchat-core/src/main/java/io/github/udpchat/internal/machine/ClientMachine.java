package io.github.udpchat.internal.machine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.model.ClientStats;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.model.TrafficStats;

/** A client's machine, whatever it speaks. */
public interface ClientMachine extends Machine {

    /**
     * Wants to be in a room.
     *
     * @param outcome gets to know when the client is there, or won't be
     */
    void enter(long now, RoomId room, CompletableFuture<RoomEntry> outcome, Outbox out);

    /** Leaves a room; means nothing where the client is not. */
    void leave(long now, RoomId room, Outbox out);

    /**
     * Says something to one person alone.
     *
     * @param to      whose id, as the server has told it
     * @param message what; not changed any more
     * @param outcome gets the outcome: at once, if it is known; nobody waits for it yet
     */
    void direct(long now, PeerId to, ByteBuffer message, CompletableFuture<DirectDelivery> outcome, Outbox out);

    /** Tells the others in a room, perhaps, that the user types; means nothing where the client is not. */
    void type(long now, RoomId room, Outbox out);

    /**
     * Says something in a room.
     *
     * @param room    where
     * @param message in the form in which the protocol carries it, checked; not changed any more
     * @param outcome gets the outcome: at once, if it is known; nobody waits for it yet
     */
    void send(long now, RoomId room, ByteBuffer message, CompletableFuture<Delivery> outcome, Outbox out);

    /** {@return the address of the server that the client is at, or tries, or was at last} */
    InetSocketAddress server();

    /** {@return who is in a room, as far as is known} */
    Presence presence(RoomId room);

    /** {@return what the listener has not heard of who is in which room, and hears now: see {@link ClientEvent.PresenceChanged}} */
    List<RoomNews> takePresence();

    /** {@return the client's figures, beside those of its traffic} */
    ClientStats stats(TrafficStats traffic);
}
