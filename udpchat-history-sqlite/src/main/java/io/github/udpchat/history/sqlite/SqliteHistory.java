package io.github.udpchat.history.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.history.HistoryStore;
import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/**
 * A {@link HistoryStore} in one file of SQLite, and in another one beside it, {@code -wal}, while it is in use. An append is
 * one transaction: when it returns, the messages are on the disk ({@code fsync}), so they survive the end of the process, and
 * a loss of power as far as the disk keeps its word.
 *
 * <p>
 * The file belongs to one server at a time, and is locked while it is open. It is made if it is not there, readable and
 * writable for its owner alone where the system has such permissions; a file that is there keeps those that it has. It must
 * be on a disk of this machine: network file systems often lock nothing. Copy it only while it is closed. It grows to what is
 * kept at a time and does not shrink; the place of what is forgotten is used again, and until then its bytes can still be
 * found there.
 *
 * <p>
 * Names must have a UTF-8 form: one with an unpaired surrogate, which no peer can have, can't be appended. An append that
 * fails because the disk does is undone; only if the process ends before the next append it may be found kept after all.
 *
 * <p>
 * The driver is native code. It wants {@code --enable-native-access=org.xerial.sqlitejdbc}, or {@code ALL-UNNAMED} on the
 * class path: the JDK warns without it since release 24, and a later one may refuse. It unpacks its library into
 * {@code java.io.tmpdir}, or the folder that {@code -Dorg.sqlite.tmpdir} names, where a process that is killed leaves it
 * behind, some 1 MB; {@code -Dorg.sqlite.lib.path} and {@code -Dorg.sqlite.lib.name} name one that is unpacked already.
 *
 * {@snippet :
 * ChatServer server = ChatServer.builder()
 *         .identity(Identity.file(Path.of("server.key")))
 *         .historyStore(SqliteHistory.at(Path.of("history.db")))
 *         .start();
 * }
 */
public final class SqliteHistory implements HistoryStore {

    private final HistoryFile file;
    private final Connection connection;
    private final MessageTable table;

    /** Owns the claim and the connection. */
    private SqliteHistory(HistoryFile file, Connection connection, MessageTable table) {
        this.file = file;
        this.connection = connection;
        this.table = table;
    }

    /**
     * Opens the history in a file, which is made if it is not there or empty. Nothing is written to a file that is refused.
     *
     * @param path the file; its folder must be there
     * @return the history, which holds the file until it is closed
     * @throws IOException if this program or another one uses the file, if it is damaged, no history, or that of another
     *                     version, or if it can't be read and written; the message says which
     */
    public static SqliteHistory at(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        HistoryFile file = HistoryFile.claim(path);
        try {
            return open(file);
        } catch (IOException | RuntimeException e) {
            file.release();
            throw e;
        }
    }

    private static SqliteHistory open(HistoryFile file) throws IOException {
        Connection connection = file.connect();
        try {
            Database.prepare(connection, file.path());
            return new SqliteHistory(file, connection, new MessageTable(connection));
        } catch (IOException | SQLException | RuntimeException e) {
            IOException failed = file.failure("open", e);
            try {
                connection.close();
            } catch (SQLException unclosed) {
                failed.addSuppressed(unclosed);
            }
            throw failed;
        }
    }

    @Override
    public List<StoredMessage> load() throws IOException {
        try {
            Database.check(connection);
            return table.all();
        } catch (SQLException | RuntimeException e) {
            // What the values of a damaged row are too large or small for is a RuntimeException.
            throw file.failure("read", e);
        }
    }

    @Override
    public void append(List<StoredMessage> messages) throws IOException {
        // Read before the transaction begins: what a list throws is its owner's affair.
        List<StoredMessage> all = List.copyOf(messages);
        try {
            Database.transaction(connection, Database.Durability.ON_DISK, () -> table.add(all));
        } catch (SQLException | IllegalArgumentException e) {
            throw file.failure("append to", e);
        }
    }

    @Override
    public void forget(RoomId room, Position below) throws IOException {
        Objects.requireNonNull(room, "room");
        Objects.requireNonNull(below, "below");
        try {
            // It need not survive, so it does not wait for the disk; the next append carries it there.
            Database.transaction(connection, Database.Durability.LATER, () -> table.removeBelow(room, below));
        } catch (SQLException | IllegalArgumentException e) {
            throw file.failure("write to", e);
        }
    }

    /** Closes the file, which somebody else may use then. Does nothing the second time. */
    @Override
    public void close() throws IOException {
        try {
            if (connection.isClosed()) {
                return;
            }
            connection.close();
        } catch (SQLException e) {
            throw file.failure("close", e);
        }
        file.release();
    }
}
