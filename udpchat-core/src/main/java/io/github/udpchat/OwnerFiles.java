package io.github.udpchat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Files that only their owner may read, where the system knows such permissions. */
final class OwnerFiles {

    private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerFiles() {}

    /** Makes a file that does not exist yet; nobody else can ever read it, nor half of it. */
    static void create(Path path, List<String> lines) throws IOException {
        byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        FileAttribute<?>[] ownerOnly = POSIX
                ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0];
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(path.toString(), null, "there is no such folder");
        }
        Path whole = Files.createTempFile(folder, ".udpchat", ".new", ownerOnly);
        try {
            Files.write(whole, content);
            // A link and not a move: it fails if somebody else has made the file meanwhile.
            Files.createLink(path, whole);
        } catch (UnsupportedOperationException noLinks) {
            Files.createFile(path, ownerOnly);
            Files.write(path, content);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Adds a line to a file, which is made if need be. */
    static void append(Path path, String line) throws IOException {
        if (!Files.exists(path)) {
            try {
                create(path, List.of(line));
                return;
            } catch (FileAlreadyExistsException madeMeanwhile) {
                // By somebody else who adds a line.
            }
        }
        Files.writeString(path, line + "\n", StandardOpenOption.APPEND);
    }

    static boolean hasPermissions(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
    }
}
