package io.github.udpchat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.model.IdentityKey;

/**
 * Which server a client takes for the right one (PROTOCOL.md, section 2.14). A client that trusts anybody can be talking to
 * anybody; and at first use, or with any, a false server learns the client's public key.
 *
 * {@snippet :
 * IdentityKey key = IdentityKey.parse("6a".repeat(32)); // As the server's operator has told it.
 * ChatClient client = ChatClient.builder().server("chat.example.org", 5000).trust(Trust.pinned(key)).connect();
 * }
 */
public sealed interface Trust {

    /**
     * The server has one of these keys.
     *
     * @param keys the keys, at least one; several while a server changes its identity
     */
    record Pinned(List<IdentityKey> keys) implements Trust {

        /** Copies the list. */
        public Pinned {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("keys must not be empty");
            }
        }
    }

    /**
     * The server has the key that it had the first time, as with SSH. The first one is believed, and written down once the
     * server has proved that it has it.
     *
     * @param knownServers the file in which the keys are written down; it is made when it is needed
     */
    record FirstUse(Path knownServers) implements Trust {

        /** Checks that nothing is missing. */
        public FirstUse {
            Objects.requireNonNull(knownServers, "knownServers");
        }
    }

    /** The server is whoever answers. What is said is secret from others, but not from whoever put itself in the way. */
    record Any() implements Trust {}

    /**
     * Trusts a server by its key.
     *
     * @param key what {@code ChatServer.key()} or {@code Identity.key()} of the server says
     * @return the trust
     */
    static Trust pinned(IdentityKey key) {
        return new Pinned(List.of(Objects.requireNonNull(key, "key")));
    }

    /**
     * Trusts the key that a server had the first time.
     *
     * @param knownServers the file in which the keys are written down
     * @return the trust
     */
    static Trust firstUse(Path knownServers) {
        return new FirstUse(knownServers);
    }

    /** {@return trust in whoever answers: for tests, and for what others may read} */
    static Trust any() {
        return new Any();
    }
}
