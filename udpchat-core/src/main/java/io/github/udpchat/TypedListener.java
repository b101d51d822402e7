package io.github.udpchat;

/**
 * Hears what is said in a room in an application's own message type. Called on the events thread, under the contract of
 * {@link ChatServerListener}; a message that the codec can't read is not heard, and is counted as
 * {@link io.github.udpchat.model.DropReason#UNDECODABLE}.
 *
 * {@snippet :
 * TypedRoom<Move> table = client.join("table", new MoveCodec(), move -> board.play(move.value()));
 * }
 *
 * @param <T> the message type
 */
@FunctionalInterface
public interface TypedListener<T> {

    /**
     * Somebody has said something, just now.
     *
     * @param message what
     */
    void onMessage(TypedMessage<T> message);

    /**
     * A message that was said before the client was in the room, or while it had no session; in order, and before all that is new
     * there. Only at a client, on the session protocol; see {@link ChatClientListener#onHistory}.
     *
     * @param message what was said; {@link io.github.udpchat.model.ChatMessage#age} says how long ago
     */
    default void onHistory(TypedMessage<T> message) {}
}
