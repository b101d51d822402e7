package io.github.udpchat;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.ConnectionState;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Recall;
import io.github.udpchat.model.RoomId;

/**
 * Hears what happens at a {@link ChatClient}. Only {@code onMessage} must be written; the other methods do
 * nothing unless overridden. The contract (thread, order,
 * exceptions, slowness) is that of {@link ChatServerListener}.
 *
 * {@snippet :
 * ChatClientListener listener = new ChatClientListener() {
 *     @Override
 *     public void onMessage(ChatMessage message) {
 *         System.out.println(PrintableText.of(message.author().orElse("server") + ": " + message.text()));
 *     }
 *
 *     @Override
 *     public void onConnection(ConnectionState state) {
 *         System.out.println(state);
 *     }
 * };
 * }
 */
@FunctionalInterface
public interface ChatClientListener {

    /**
     * A message arrived in a room. Typed views of the room hear it after this listener.
     *
     * @param message what was said; {@link ChatMessage#room} says where
     */
    void onMessage(ChatMessage message);

    /**
     * The client has entered a room that classic peers hear too, or is in it again: what is said there is neither secret nor
     * proved, and the names of classic peers stand behind a {@code ~}. Only where the client has agreed to that, see
     * {@link ChatClientBuilder#acceptPlaintext}.
     *
     * @param room which
     */
    default void onPlaintext(RoomId room) {}

    /**
     * The client has entered a room, or is in it again after the loss of a session, and now gets what was said there before:
     * {@link #onHistory} for each message. Only on the session protocol. What the server forgets while the client is still
     * catching up, because it takes so long, is missed: the positions show that.
     *
     * @param room   which
     * @param recall whether that is all that it has missed
     */
    default void onRecall(RoomId room, Recall recall) {}

    /**
     * A message that was said before the client was in the room, or while it had no session. In the order in which they were
     * said, and before everything that is new in that room. Typed views of the room hear it after this listener
     * ({@link TypedListener#onHistory}); a listener for messages as they come, given to {@code join}, does not.
     *
     * @param message what was said; {@link ChatMessage#age} says how long ago
     */
    default void onHistory(ChatMessage message) {}

    /**
     * Somebody said something to this client's user alone. Only on the session protocol. As with messages in rooms, the server
     * sends no more than the listener has returned from, but for a window of some.
     *
     * @param message what was said, and by whom
     */
    default void onDirect(DirectMessage message) {}

    /**
     * Somebody types in a room in which the client is. Only on the session protocol. Told again while that goes on, each 2
     * seconds at most, never that it has ended: who is not told of for some 5 seconds, or has said something, types no more. May
     * get lost; where the listener is slow, some of these are dropped ({@link DropReason#LISTENER_BEHIND}).
     *
     * @param room   where
     * @param typist who
     * @param name   under which name
     */
    default void onTyping(RoomId room, PeerId typist, String name) {}

    /**
     * The client stands differently to its server. Only on the session protocol. A client that is reconnecting goes on by itself;
     * one that is disconnected stays so, until it is closed.
     *
     * @param state how it stands now
     */
    default void onConnection(ConnectionState state) {}

    /**
     * Who is in a room has changed, as the others see it: somebody with several sessions is there once, and somebody whose connection
     * was lost is gone 15 seconds after the server has noticed. Only on the session protocol. First comes a list, in which the client
     * itself is too; another one comes after the loss of a session, which says all that has changed meanwhile. Changes that this
     * listener has no time for are summed up: who came and went again meanwhile is not told of. Messages keep no order with this: one
     * may come before its author does.
     *
     * @param room   which
     * @param change how it has changed; {@link Room#presence} may have gone on already
     */
    default void onPresence(RoomId room, PresenceChange change) {}

    /**
     * The client is in a room no more, and it is not its own wish: after the loss of a session the server did not let it in again.
     *
     * @param room which
     * @param why  for what reason
     */
    default void onExpelled(RoomId room, DropReason why) {}

    /**
     * Something was dropped. Called for the first drop of a reason at once, and for that reason again at the earliest a
     * second later, with all that came meanwhile.
     *
     * @param reason why
     * @param count  how often since the last call for this reason
     */
    default void onDropped(DropReason reason, long count) {}

    /**
     * The application's own code failed: this listener, one of a typed view, or a codec.
     *
     * @param during what was being done
     * @param error  what was thrown
     */
    default void onError(String during, Throwable error) {}

    /**
     * The client has come to its end. The last call.
     *
     * @param why for what reason
     */
    default void onClosed(CloseReason why) {}
}
