package io.github.udpchat.history;

import java.io.IOException;
import java.util.List;

import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/**
 * Keeps what was said beyond the life of a server. The server itself holds the recent history of its rooms in memory and
 * answers its members from there; the store is its journal: read once when the server starts, and written before a
 * message is passed on.
 *
 * <p>
 * Calls come one at a time, each seeing what was done in the one before (<i>happens-before</i>), from threads that may
 * block. A store serves one server at a time. What a call throws costs the operation at hand: the server does not start,
 * or the messages are refused; it is told to the server's listener.
 *
 * {@snippet :
 * // SqliteHistory of udpchat-history-sqlite is one; or implement this interface over what you have.
 * HistoryStore store = myStore();
 * ChatServer server = ChatServer.builder().history(History.last(1_000, Duration.ofDays(7))).historyStore(store).start();
 * }
 */
public interface HistoryStore extends AutoCloseable {

    /**
     * Reads everything that is kept. Called once, before everything else, on the thread that starts the server.
     *
     * @return the messages; those of a room in the order of their positions, and all of one epoch
     * @throws IOException if that is not possible; the server does not start
     */
    List<StoredMessage> load() throws IOException;

    /**
     * Keeps messages. When this returns they survive the end of the process, however it ends. They are all kept or none.
     *
     * @param messages what to keep, at least one; in each room in the order of their positions. A room whose epoch has
     *                 changed begins anew: of its former epochs nothing is needed any more
     * @throws IOException if none of them is kept; the server refuses them, and goes on
     */
    void append(List<StoredMessage> messages) throws IOException;

    /**
     * Gives up what the server does not need any more. That need not survive the end of the process: what is loaded
     * nevertheless is judged anew.
     *
     * @param room  which room
     * @param below of the messages there, those before this position, and those of other epochs
     * @throws IOException if that is not possible; the server goes on
     */
    void forget(RoomId room, Position below) throws IOException;

    /**
     * Ends the use of the store. Called once, after everything else.
     *
     * @throws IOException if that fails; what was appended is kept all the same
     */
    @Override
    void close() throws IOException;
}
