package io.github.udpchat;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.Delivery;

/**
 * A view of a {@link Room} in an application's own message type. Safe for use by several threads.
 *
 * {@snippet :
 * TypedRoom<String> lines = client.lobby().as(Codec.text());
 * lines.onMessage(line -> System.out.println(PrintableText.of(line.value())));
 * lines.send("hello");
 * }
 *
 * @param <T> the message type
 */
public final class TypedRoom<T> {

    private final Room room;
    private final Codec<T> codec;
    private final Subscriptions subscriptions;

    TypedRoom(Room room, Codec<T> codec, Subscriptions subscriptions) {
        this.room = room;
        this.codec = codec;
        this.subscriptions = subscriptions;
    }

    /** {@return the room of which this is a view} */
    public Room room() {
        return room;
    }

    /**
     * Says something.
     *
     * @param value the message
     * @return how it ends, see {@link Room}
     * @throws IllegalArgumentException if its bytes are too long, or on the classic protocol not UTF-8
     * @throws RuntimeException         what the codec throws
     */
    public CompletableFuture<Delivery> send(T value) {
        return room.send(codec.encode(Objects.requireNonNull(value, "value")));
    }

    /**
     * Registers a listener for what others say in this room. It hears what arrives from now on. To hear the very first message
     * too, give the codec and the listener to {@link ChatClient#join(String, Codec, TypedListener)}, or, for the room in which
     * everybody is from the start, to the builder, {@link EndpointBuilder#listener(Codec, TypedListener)}.
     *
     * @param listener hears the messages
     * @return the means to end that before the endpoint closes
     */
    public Subscription onMessage(TypedListener<T> listener) {
        return subscriptions.add(room.id(), codec, listener);
    }
}
