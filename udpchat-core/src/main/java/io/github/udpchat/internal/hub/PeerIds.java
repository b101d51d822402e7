package io.github.udpchat.internal.hub;

import java.util.function.Supplier;

import io.github.udpchat.model.PeerId;

/** The ids of those who come, each given once in a server's life. Owned by one {@link Hub}. */
final class PeerIds implements Supplier<PeerId> {

    /**
     * The first one is below 2^29, so that most take 4 bytes on the wire, and somewhere else in each life: those of an earlier
     * life, which clients may still have, mean nobody.
     */
    private static final int FIRST_BITS = 29;

    private long last;

    /** Ids of a life whose first epoch is this, which is drawn for each. */
    PeerIds(long epoch) {
        last = epoch >>> Long.SIZE - FIRST_BITS;
    }

    @Override
    public PeerId get() {
        return new PeerId(++last);
    }
}
