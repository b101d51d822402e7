package io.github.udpchat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.model.IdentityKey;

/**
 * The file in which {@link Trust.FirstUse} writes down keys: lines of an address as the application gave it, a space, and the
 * key.
 */
final class KnownServers {

    private final Path path;

    /** The servers in a file, which need not exist. */
    KnownServers(Path path) {
        this.path = path;
    }

    /** {@return the key that a server had the first time, by its address as the application gave it} */
    Optional<IdentityKey> find(String address) {
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

    /** Writes down a server that is not known yet. */
    void add(String address, IdentityKey key) {
        try {
            OwnerFiles.append(path, address + " " + key);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write down the server in " + path + ": " + e, e);
        }
    }
}
