package io.github.udpchat;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;

/**
 * The typed views that listen at one endpoint. Added to by any thread, read by the events thread.
 */
final class Subscriptions {

    private static final Codec<Payload> AS_IT_COMES = new Codec<>() {
        @Override
        public Payload encode(Payload content) {
            return content;
        }

        @Override
        public Payload decode(Payload content) {
            return content;
        }
    };

    private final List<View<?>> views = new CopyOnWriteArrayList<>();

    private record View<T>(RoomId room, Codec<T> codec, TypedListener<T> listener) {

        void deliver(Optional<Peer> from, ChatMessage message, ListenerGuard guard) {
            T value;
            try {
                value = Objects.requireNonNull(codec.decode(message.content()), "Codec.decode answered null");
            } catch (CodecException noMessage) {
                guard.undecodable();
                return;
            } catch (Throwable failure) {
                // An Error too: deeply nested bytes from the network can overflow the stack of a codec.
                guard.undecodable();
                guard.failed("Codec.decode", failure);
                return;
            }
            TypedMessage<T> typed = new TypedMessage<>(value, from, message);
            guard.run("TypedRoom listener", () -> {
                if (message.age().isPresent()) {
                    listener.onHistory(typed);
                } else {
                    listener.onMessage(typed);
                }
            });
        }
    }

    <T> Subscription add(RoomId room, Codec<T> codec, TypedListener<T> listener) {
        View<T> view = new View<>(room, codec, Objects.requireNonNull(listener, "listener"));
        views.add(view);
        return () -> views.removeIf(other -> other == view);
    }

    /** Adds a listener that hears messages as they come. */
    Subscription add(RoomId room, Consumer<? super ChatMessage> listener) {
        Objects.requireNonNull(listener, "listener");
        return add(room, AS_IT_COMES, heard -> listener.accept(heard.message()));
    }

    /** Nobody hears a room any more. */
    void removeAll(RoomId room) {
        views.removeIf(view -> view.room().equals(room));
    }

    boolean isEmpty() {
        return views.isEmpty();
    }

    /** {@return subscriptions of their own that begin with these} */
    Subscriptions copy() {
        Subscriptions copy = new Subscriptions();
        copy.views.addAll(views);
        return copy;
    }

    void deliver(Optional<Peer> from, ChatMessage message, ListenerGuard guard) {
        for (View<?> view : views) {
            if (view.room().equals(message.room())) {
                view.deliver(from, message, guard);
            }
        }
    }
}
