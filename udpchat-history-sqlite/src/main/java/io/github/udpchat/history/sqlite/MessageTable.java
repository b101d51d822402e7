package io.github.udpchat.history.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.udpchat.history.StoredMessage;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;

/** The one table. Owns its statements, which are closed together with the connection. */
final class MessageTable {

    /** A key that sorts as a server wants to read, and finds the messages of a room that are to go. */
    private static final String TABLE = """
            CREATE TABLE message (
                room TEXT NOT NULL,
                epoch INTEGER NOT NULL,
                "offset" INTEGER NOT NULL,
                said_seconds INTEGER NOT NULL, -- since 1970-01-01T00:00Z
                said_nanos INTEGER NOT NULL,
                author_id INTEGER, -- none: the server
                author TEXT NOT NULL,
                content BLOB NOT NULL,
                PRIMARY KEY (room, epoch, "offset")
            ) STRICT, WITHOUT ROWID""";

    private static final String ALL = """
            SELECT room, epoch, "offset", said_seconds, said_nanos, author_id, author, content
            FROM message ORDER BY room, epoch, "offset"
            """;

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement deleteEpochsBelow;
    private final PreparedStatement deleteEpochsAbove;
    private final PreparedStatement deleteBelow;

    MessageTable(Connection connection) throws SQLException {
        this.connection = connection;
        insert = connection.prepareStatement("""
                INSERT INTO message (room, epoch, "offset", said_seconds, said_nanos, author_id, author, content)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""");
        // Two ranges, which the key finds; with <> or OR all messages of the room would be looked at.
        deleteEpochsBelow = connection.prepareStatement("DELETE FROM message WHERE room = ? AND epoch < ?");
        deleteEpochsAbove = connection.prepareStatement("DELETE FROM message WHERE room = ? AND epoch > ?");
        deleteBelow = connection.prepareStatement(
                "DELETE FROM message WHERE room = ? AND epoch = ? AND \"offset\" < ?");
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
    }

    List<StoredMessage> all() throws SQLException {
        List<StoredMessage> messages = new ArrayList<>();
        try (Statement select = connection.createStatement(); ResultSet row = select.executeQuery(ALL)) {
            while (row.next()) {
                messages.add(read(row));
            }
        }
        return messages;
    }

    private static StoredMessage read(ResultSet row) throws SQLException {
        RoomId room = new RoomId(row.getString(1));
        Position position = new Position(row.getLong(2), row.getLong(3));
        Instant said = Instant.ofEpochSecond(row.getLong(4), row.getLong(5));
        long id = row.getLong(6);
        Optional<PeerId> authorId = row.wasNull() ? Optional.empty() : Optional.of(new PeerId(id));
        return new StoredMessage(room, position, said, authorId, row.getString(7), Payload.copyOf(row.getBytes(8)));
    }

    void add(List<StoredMessage> messages) throws SQLException {
        Map<RoomId, Long> epochs = new HashMap<>();
        for (StoredMessage message : messages) {
            long epoch = message.position().epoch();
            Long former = epochs.put(message.room(), epoch);
            if (former == null || former != epoch) {
                removeOtherEpochs(message.room(), epoch);
            }
            add(message);
        }
    }

    private void add(StoredMessage message) throws SQLException {
        insert.setString(1, wellFormed(message.room().name()));
        insert.setLong(2, message.position().epoch());
        insert.setLong(3, message.position().offset());
        insert.setLong(4, message.said().getEpochSecond());
        insert.setLong(5, message.said().getNano());
        if (message.authorId().isPresent()) {
            insert.setLong(6, message.authorId().get().value());
        } else {
            insert.setNull(6, Types.INTEGER);
        }
        insert.setString(7, wellFormed(message.author()));
        insert.setBytes(8, message.content().toByteArray());
        insert.executeUpdate();
    }

    void removeBelow(RoomId room, Position below) throws SQLException {
        removeOtherEpochs(room, below.epoch());
        deleteBelow.setString(1, wellFormed(room.name()));
        deleteBelow.setLong(2, below.epoch());
        deleteBelow.setLong(3, below.offset());
        deleteBelow.executeUpdate();
    }

    private void removeOtherEpochs(RoomId room, long epoch) throws SQLException {
        for (PreparedStatement delete : List.of(deleteEpochsBelow, deleteEpochsAbove)) {
            delete.setString(1, wellFormed(room.name()));
            delete.setLong(2, epoch);
            delete.executeUpdate();
        }
    }

    /** The driver would put a question mark in the place of an unpaired surrogate, and so mix up two rooms. */
    private static String wellFormed(String name) {
        Payload.utf8(name);
        return name;
    }
}
