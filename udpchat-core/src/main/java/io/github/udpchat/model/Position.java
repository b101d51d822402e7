package io.github.udpchat.model;

/**
 * Where a message stands in its room. Offsets count upward from 0 within an epoch; a server that starts anew starts a
 * new epoch, so a position of an earlier run is never mistaken for one of this run.
 *
 * @param epoch  a random number drawn when the server started
 * @param offset how many messages the room had before this one in this epoch, 0 or greater
 */
public record Position(long epoch, long offset) {

    /** Checks the offset. */
    public Position {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or greater, was " + offset);
        }
    }
}
