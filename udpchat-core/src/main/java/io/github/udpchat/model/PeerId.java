package io.github.udpchat.model;

/**
 * Identifies one stay of one peer at one server. A server counts upward from 1 and never gives an id twice while it
 * runs, so an address that leaves and joins again comes back under another id.
 *
 * {@snippet :
 * PeerId author = message.authorId().orElseThrow();
 * client.direct(author, "that is for you alone");
 * }
 *
 * @param value the number, 1 or greater
 */
public record PeerId(long value) implements Comparable<PeerId> {

    /** Checks the number. */
    public PeerId {
        if (value < 1) {
            throw new IllegalArgumentException("peer id must be 1 or greater, was " + value);
        }
    }

    @Override
    public int compareTo(PeerId other) {
        return Long.compare(value, other.value);
    }

    /** {@return the id as people read it in logs: {@code peer-7}} */
    @Override
    public String toString() {
        return "peer-" + value;
    }
}
