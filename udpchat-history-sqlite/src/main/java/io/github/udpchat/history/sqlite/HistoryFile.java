package io.github.udpchat.history.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** A file that this program has claimed for one history. Released by its owner, after its connection was closed. */
final class HistoryFile {

    /**
     * The files in use by this program. SQLite keeps other programs out; but a POSIX system drops the locks of a whole program
     * when any handle of the file is closed in it, so a file that is in use here is not even looked at.
     */
    private static final Set<Path> IN_USE_HERE = ConcurrentHashMap.newKeySet();

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** How a file of SQLite begins (<a href="https://sqlite.org/fileformat2.html">its format</a>, section 1.3). */
    private static final ByteBuffer MAGIC = ByteBuffer.wrap("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
    private static final int APPLICATION_ID_OFFSET = 68;
    private static final int HEADER_BYTES = 100;

    private final Path path;
    private final Path real;

    private HistoryFile(Path path, Path real) {
        this.path = path;
        this.real = real;
    }

    /** Makes the file if need be, and looks whether it is one of ours. */
    static HistoryFile claim(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly());
        } catch (FileAlreadyExistsException there) {
            if (!Files.isRegularFile(path)) {
                throw new IOException(path + " is not a file", there);
            }
        } catch (NoSuchFileException noFolder) {
            NoSuchFileException named = new NoSuchFileException(path.toString(), null, "there is no such folder");
            named.initCause(noFolder);
            throw named;
        }
        Path real = path.toRealPath();
        if (!IN_USE_HERE.add(real)) {
            throw new IOException("the history in " + path + " is in use by another server of this program");
        }
        HistoryFile file = new HistoryFile(path, real);
        try {
            file.checkHeader();
            return file;
        } catch (IOException | RuntimeException e) {
            file.release();
            throw e;
        }
    }

    /** SQLite gives the files that it puts beside this one the same permissions. */
    private static FileAttribute<?>[] ownerOnly() {
        return POSIX
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
    }

    /**
     * Without SQLite: opening somebody else's database, it would bring that into order first. The mark is there as soon as
     * anything is, because one transaction writes it together with the table.
     */
    private void checkHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // Reads on, to the end of the header or of the file.
            }
        }
        header.flip();
        if (header.limit() == 0) {
            return;
        }
        if (header.limit() < HEADER_BYTES || !header.slice(0, MAGIC.limit()).equals(MAGIC)
                || header.getInt(APPLICATION_ID_OFFSET) != Database.APPLICATION_ID) {
            throw new IOException(path + " is not a history of udpchat, or its beginning is damaged");
        }
    }

    Path path() {
        return path;
    }

    /** Opens the file, and never makes one. */
    Connection connect() throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(0); // Who has the file keeps it: there is nothing to wait for.
        try {
            // As a URI: of a plain name the driver would take what follows a question mark for options.
            return config.createConnection("jdbc:sqlite:" + real.toUri().toASCIIString());
        } catch (SQLException | RuntimeException e) {
            throw failure("open", e);
        }
    }

    /** {@return what to throw when something has failed} */
    IOException failure(String what, Exception why) {
        if (why instanceof IOException said) {
            return said;
        }
        SQLiteErrorCode code = why instanceof SQLException sql
                ? SQLiteErrorCode.getErrorCode(sql.getErrorCode())
                : SQLiteErrorCode.UNKNOWN_ERROR;
        String said = rootOf(why).getMessage();
        return switch (code) {
            case SQLITE_BUSY -> new IOException("the history in " + path + " is in use by another program", why);
            case SQLITE_CORRUPT, SQLITE_NOTADB ->
                new IOException("the history in " + path + " is damaged: " + said, why);
            default -> new IOException("can't " + what + " the history in " + path + ": " + said, why);
        };
    }

    /** A driver that can't load its library says so at the bottom only. */
    private static Throwable rootOf(Throwable why) {
        return why instanceof SQLException && why.getCause() != null ? rootOf(why.getCause()) : why;
    }

    /** Lets another history have the file. */
    void release() {
        IN_USE_HERE.remove(real);
    }
}
