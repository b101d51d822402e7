package io.github.udpchat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with the secret of an identity: a line that says what it is, and 64 hexadecimal digits. */
final class IdentityFile {

    private static final String HEADER = "udpchat identity 1";
    private static final Pattern FORM = Pattern.compile(HEADER + "\\R([0-9a-f]{64})\\R?");
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /** The identities of this program's servers, by the real paths of their files. */
    private static final Set<Path> IN_USE_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;

    IdentityFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    byte[] readOrMake() throws IOException {
        if (!Files.exists(path)) {
            make();
        }
        requireOnlyItsOwnerReads();
        Matcher content = FORM.matcher(Files.readString(path));
        if (!content.matches()) {
            throw new IllegalStateException(path + " holds no identity: \"" + HEADER
                    + "\" and 64 hexadecimal digits, each on a line, was expected");
        }
        return HexFormat.of().parseHex(content.group(1));
    }

    private void make() throws IOException {
        byte[] secret = new byte[Identity.SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            OwnerFiles.create(path, List.of(HEADER, HexFormat.of().formatHex(secret)));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // By another process that was faster: its identity is the one.
        }
    }

    private void requireOnlyItsOwnerReads() throws IOException {
        if (OwnerFiles.hasPermissions(path)) {
            Set<PosixFilePermission> granted = EnumSet.copyOf(Files.getPosixFilePermissions(path));
            granted.retainAll(OTHERS);
            if (!granted.isEmpty()) {
                throw new IllegalStateException(
                        path + " is a secret that others may use (" + granted + "): chmod 600 " + path);
            }
        }
    }

    /**
     * Locks a file beside it that nobody reads: a system may drop the locks on a file when any handle of it in the program is
     * closed (POSIX does), and the identity may be read again while the server runs. For the same reason the lock file of an
     * identity that is in use in this program is not even opened.
     */
    Identity.Claim lock() throws IOException {
        Path real = path.toRealPath();
        if (!IN_USE_HERE.add(real)) {
            throw inUse();
        }
        try {
            FileChannel channel = locked(real.resolveSibling(real.getFileName() + ".lock"));
            return () -> unlock(channel, real);
        } catch (IOException | RuntimeException e) {
            IN_USE_HERE.remove(real);
            throw e;
        }
    }

    private FileChannel locked(Path lockFile) throws IOException {
        FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse();
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private IllegalStateException inUse() {
        return new IllegalStateException("the identity in " + path + " is in use by another server");
    }

    /** Does nothing the second time, when another server may have the identity. */
    private static void unlock(FileChannel channel, Path real) {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            IN_USE_HERE.remove(real);
        }
    }
}
