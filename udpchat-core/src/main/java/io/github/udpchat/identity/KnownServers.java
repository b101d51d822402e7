package io.github.udpchat.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.model.IdentityKey;

/**
 * The file in which {@link Trust.FirstUse} writes down keys: lines of an address as the application gave it, a space, and the
 * key. For the library.
 */
public final class KnownServers {

    private final Path path;

    /**
     * The servers in a file, which need not exist.
     *
     * @param path where it is
     */
    public KnownServers(Path path) {
        this.path = path;
    }

    /**
     * Looks up a server.
     *
     * @param address the address as the application gave it, without spaces
     * @return the key that it had the first time, if there was one
     * @throws UncheckedIOException  if the file can't be read
     * @throws IllegalStateException if the file has a line of another form
     */
    public Optional<IdentityKey> find(String address) {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(path);
            for (String line : lines) {
                String[] parts = line.split(" ");
                if (parts.length != 2) {
                    throw new IllegalStateException(path + " has a line that is not an address and a key");
                }
                if (parts[0].equals(address)) {
                    return Optional.of(IdentityKey.parse(parts[1]));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the known servers in " + path + ": " + e, e);
        }
    }

    /**
     * Writes down a server that is not known yet.
     *
     * @param address its address
     * @param key     its key
     * @throws UncheckedIOException if the file can't be written
     */
    public void add(String address, IdentityKey key) {
        try {
            OwnerFiles.append(path, address + " " + key);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write down the server in " + path + ": " + e, e);
        }
    }
}
