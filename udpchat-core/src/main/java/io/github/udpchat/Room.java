package io.github.udpchat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PrintableText;
import io.github.udpchat.model.RoomId;

/**
 * A room as a client or server speaks in it. Safe for use by several threads.
 *
 * <p>
 * A send never blocks. Its future ends with exactly one {@link Delivery}; it never ends with an exception, and it
 * completes on the calling thread or on a thread of the library where blocking is harmless. On the classic protocol it
 * is done when {@code send} returns: a client's send as {@link Delivery.Unconfirmed}, a server's as
 * {@link Delivery.Relayed}, and either as {@link Delivery.Refused} once the endpoint is closed. On the session protocol a
 * client's send is done when the server has said what became of it, or when nobody will; while the client is reconnecting it
 * waits, however long that takes ({@link io.github.udpchat.model.ReconnectPolicy#giveUpAfter}).
 *
 * {@snippet :
 * room.send("hello").thenAccept(delivery -> {
 *     if (delivery instanceof Delivery.Refused(DropReason why)) {
 *         System.err.println("not said: " + why);
 *     }
 * });
 * }
 */
public final class Room {

    private final RoomId id;
    private final Function<Payload, CompletableFuture<Delivery>> sender;
    private final Supplier<Presence> presence;
    private final Subscriptions subscriptions;

    Room(RoomId id, Function<Payload, CompletableFuture<Delivery>> sender, Supplier<Presence> presence,
            Subscriptions subscriptions) {
        this.id = id;
        this.sender = sender;
        this.presence = presence;
        this.subscriptions = subscriptions;
    }

    /** {@return which room this is} */
    public RoomId id() {
        return id;
    }

    /**
     * Who is in this room now. At a client what the server has told it, the client itself included, which knows itself by its
     * name, unless {@link ChatServer#rename} has changed that; see {@link ChatClientListener#onPresence}. At a server everybody,
     * however many; nobody once it is closed. Somebody whose connection was lost is there for 15 seconds more; not so on classic.
     *
     * @return who is there; at a client {@link Presence#complete} says whether it can tell
     */
    public Presence presence() {
        return presence.get();
    }

    /**
     * Says a line of text. On the classic protocol the library puts {@code [name]->} in front of it.
     *
     * @param text the line; may be empty
     * @return how it ends
     * @throws IllegalArgumentException if the text has an unpaired surrogate, or more than 65,280 bytes in UTF-8; on the classic
     *                                  protocol if with the name in front of it it is longer than
     *                                  {@link EndpointBuilder#maxDatagramBytes}
     */
    public CompletableFuture<Delivery> send(String text) {
        return send(Payload.utf8(text));
    }

    /**
     * Says something in bytes.
     *
     * @param content the bytes, on the classic protocol valid UTF-8
     * @return how it ends
     * @throws IllegalArgumentException if the content is too long, see {@link #send(String)}, or not UTF-8
     */
    public CompletableFuture<Delivery> send(Payload content) {
        return sender.apply(Objects.requireNonNull(content, "content"));
    }

    /**
     * A view of this room in an application's own message type.
     *
     * @param <T>   that type
     * @param codec turns it into bytes and back
     * @return the view; any number of views, with the same codec or others, may be in use at once
     */
    public <T> TypedRoom<T> as(Codec<T> codec) {
        return new TypedRoom<>(this, Objects.requireNonNull(codec, "codec"), subscriptions);
    }

    /** {@return whether that is the same room, as the same endpoint has it} */
    @Override
    public boolean equals(Object other) {
        return other instanceof Room room && id.equals(room.id) && subscriptions == room.subscriptions;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** {@return which room this is} */
    @Override
    public String toString() {
        return "Room[" + PrintableText.of(id.name()) + "]";
    }
}
