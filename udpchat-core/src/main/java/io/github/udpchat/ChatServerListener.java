package io.github.udpchat;

import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Peer;
import io.github.udpchat.model.RoomId;

/**
 * Hears what happens at a {@link ChatServer}. Every method does nothing unless overridden.
 *
 * <h2>The contract, for this listener and for {@link ChatClientListener}</h2>
 * <ul>
 * <li><b>Thread.</b> All calls come on the endpoint's one events thread, {@code udpchat-…-events}, never on the thread
 * that receives and never under a lock of the library. A listener may call every method of the server or client,
 * {@code close()} included.
 * <li><b>One at a time.</b> A call begins when the one before has returned, and sees all that happened in it
 * (<i>happens-before</i>). A listener that serves one endpoint needs no locks.
 * <li><b>Order.</b> Calls come in the order in which things happened. For one peer: {@code onJoined} first, then its
 * messages, then {@code onLeft} once.
 * <li><b>First and last.</b> Calls may begin before {@code start()} or {@code connect()} has returned. {@code onClosed}
 * comes exactly once, and nothing comes after it. A server that closes reports {@code onLeft} for each peer first.
 * <li><b>Exceptions.</b> What a listener throws costs that call alone: it is handed to {@link #onError}. What
 * {@code onError} and {@code onClosed} throw is logged.
 * <li><b>Blocking.</b> A listener that blocks or computes for long delays its own calls, and on the session protocol after some
 * messages those who send. Nothing else waits for it, and other endpoints are not touched. On the classic protocol up to {@value io.github.udpchat.model.Overflow#MAX_EVENTS} messages, and
 * {@value io.github.udpchat.model.Overflow#MAX_BYTES} bytes of them, wait for it.
 * <li><b>When it is too slow</b> on the session protocol, whoever sends is slowed, and nothing is dropped: a message counts
 * as received when the listener has returned from it. On the classic protocol some of the messages beyond that are dropped as {@link
 * io.github.udpchat.model.Overflow} says, and counted as {@link DropReason#LISTENER_BEHIND}. Joins, leaves, renames and
 * the end are never dropped; while 1,024 of them wait, a server lets nobody join. Of {@code onError} calls 64 may wait;
 * further ones are not made.
 * <li><b>Text from the network</b> may hold control characters and escape sequences. Pass it through
 * {@link io.github.udpchat.model.PrintableText#of} before it reaches a terminal or a log.
 * </ul>
 *
 * {@snippet :
 * ChatServerListener listener = new ChatServerListener() {
 *     @Override
 *     public void onJoined(Peer peer, RoomId room) {
 *         System.out.println(PrintableText.of(peer.name()) + " joined " + room);
 *     }
 *
 *     @Override
 *     public void onMessage(Peer from, ChatMessage message) {
 *         System.out.println(PrintableText.of(from.name() + ": " + message.text()));
 *     }
 * };
 * }
 */
public interface ChatServerListener {

    /**
     * A peer became a member. Its messages are relayed from now on.
     *
     * <p>
     * On the session protocol a client may come again while the server still takes its earlier session for alive, and then
     * takes the place of that: first comes {@code onJoined} for the new one, then {@link #onLeft} for the old one with {@link
     * LeaveReason.Replaced}. Both have the same name, as a rule, and never the same {@link Peer#id}: whoever keeps a list of
     * members keeps it by id.
     *
     * @param peer who
     * @param room where
     */
    default void onJoined(Peer peer, RoomId room) {}

    /**
     * A member said something, which was relayed to all others in the room. Where what is said is stored first
     * ({@link ChatServerBuilder#historyStore}), the member may have left meanwhile: then this comes after {@link #onLeft}.
     *
     * @param from    who
     * @param message what; {@link ChatMessage#room} says where
     */
    default void onMessage(Peer from, ChatMessage message) {}

    /**
     * A member has another name, see {@link ChatServer#rename}.
     *
     * @param before the member under its former name
     * @param after  the member under its new name
     */
    default void onRenamed(Peer before, Peer after) {}

    /**
     * A peer is no longer a member. Where it was {@link LeaveReason.Replaced}, the client goes on as another peer, which has
     * joined before: {@link #onJoined}.
     *
     * @param peer who
     * @param room where
     * @param why  for what reason
     */
    default void onLeft(Peer peer, RoomId room, LeaveReason why) {}

    /**
     * Something was dropped or refused. Called for the first drop of a reason at once, and for that reason again a
     * second later at the earliest, or at the end, with all that came meanwhile.
     *
     * @param reason why
     * @param count  how often since the last call for this reason
     */
    default void onDropped(DropReason reason, long count) {}

    /**
     * The application's own code failed: this listener, the admission hook, the registry or a codec.
     *
     * @param during what was being done
     * @param error  what was thrown
     */
    default void onError(String during, Throwable error) {}

    /**
     * The server has come to its end. The last call.
     *
     * @param why for what reason
     */
    default void onClosed(CloseReason why) {}
}
