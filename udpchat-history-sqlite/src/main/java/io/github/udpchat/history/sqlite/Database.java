package io.github.udpchat.history.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What holds for the database as a whole: its version, its lock, its transactions. */
final class Database {

    /** Marks a file as a history of udpchat: {@code "udpc"}. */
    static final int APPLICATION_ID = 0x75647063;

    /** Of the table and what its columns mean. */
    private static final int VERSION = 1;

    /** How soon what a transaction has written is on the disk. */
    enum Durability {

        /** When it ends. */
        ON_DISK("FULL"),

        /** Together with what the next one writes. The file is whole at any time. */
        LATER("NORMAL");

        private final String pragma;

        Durability(String pragma) {
            this.pragma = pragma;
        }
    }

    /** Something to do in a transaction. */
    interface Work {
        void run() throws SQLException;
    }

    private Database() {}

    /** Takes the lock, and makes the table in an empty file. Writes nothing to a file of another version. */
    static void prepare(Connection connection, Path path) throws IOException, SQLException {
        execute(connection, "PRAGMA trusted_schema = OFF");
        execute(connection, "PRAGMA cell_size_check = ON");
        // The lock that the first transaction takes is held until the connection is closed. No other process takes part, so
        // the index of the log is in memory and not in a file that is shared.
        execute(connection, "PRAGMA locking_mode = EXCLUSIVE");
        execute(connection, "BEGIN EXCLUSIVE");
        // HistoryFile has seen the mark in what is not empty. It is missing here if a kill came before all was written: then
        // SQLite has just taken the beginnings back.
        if (number(connection, "PRAGMA application_id") == 0) {
            execute(connection, "PRAGMA application_id = " + APPLICATION_ID);
            execute(connection, "PRAGMA user_version = " + VERSION);
            MessageTable.create(connection);
        }
        long version = number(connection, "PRAGMA user_version");
        execute(connection, "COMMIT");
        if (version != VERSION) {
            throw new IOException("the history in " + path + " is of version " + version
                    + ", and this library knows version " + VERSION);
        }
        String mode = text(connection, "PRAGMA journal_mode = WAL");
        if (!mode.equals("wal")) {
            throw new SQLException("the journal stays in mode " + mode);
        }
    }

    /** Looks whether the structure is sound, so that damage is met now and not by an append hours later. */
    static void check(Connection connection) throws SQLException {
        String result = text(connection, "PRAGMA quick_check(1)");
        if (!result.equals("ok")) {
            throw new SQLiteException(result, SQLiteErrorCode.SQLITE_CORRUPT);
        }
    }

    /** Does all of something or nothing. */
    static void transaction(Connection connection, Durability durability, Work work) throws SQLException {
        execute(connection, "PRAGMA synchronous = " + durability.pragma);
        execute(connection, "BEGIN IMMEDIATE");
        try {
            work.run();
            execute(connection, "COMMIT");
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception why) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // After some errors SQLite has done it by itself. If it can't be done at all, no transaction begins any more.
            why.addSuppressed(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(text(connection, sql));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
