package io.github.udpchat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.RoomId;

/**
 * The typed views that listen at one endpoint. Added to by any thread, read by the events thread.
 */
final class Subscriptions {

    private final List<Subscription<?>> subscriptions = new CopyOnWriteArrayList<>();

    private record Subscription<T>(RoomId room, Codec<T> codec, Consumer<? super TypedMessage<T>> listener) {

        void deliver(ChatMessage message, ListenerGuard guard) {
            T value;
            try {
                value = Objects.requireNonNull(codec.decode(message.content()), "Codec.decode answered null");
            } catch (Throwable unreadable) {
                // An Error too: deeply nested bytes from the network can overflow the stack of a codec.
                guard.undecodable(unreadable);
                return;
            }
            guard.run("TypedRoom listener", () -> listener.accept(new TypedMessage<>(value, message)));
        }
    }

    <T> void add(RoomId room, Codec<T> codec, Consumer<? super TypedMessage<T>> listener) {
        subscriptions.add(new Subscription<>(room, codec, Objects.requireNonNull(listener, "listener")));
    }

    /** {@return subscriptions of their own that begin with these} */
    Subscriptions copy() {
        Subscriptions copy = new Subscriptions();
        copy.subscriptions.addAll(subscriptions);
        return copy;
    }

    void deliver(ChatMessage message, ListenerGuard guard) {
        for (Subscription<?> subscription : subscriptions) {
            if (subscription.room().equals(message.room())) {
                subscription.deliver(message, guard);
            }
        }
    }
}
