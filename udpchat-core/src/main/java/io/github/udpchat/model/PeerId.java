package io.github.udpchat.model;

/**
 * Identifies one stay of one peer at one server. A server counts upward, from a random number below 2<sup>29</sup> on, and never
 * gives an id twice while it runs: an address that leaves and joins again comes back under another id, and an id from before the
 * server was started again means nobody, but for a rare chance.
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
