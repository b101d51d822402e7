package io.github.udpchat.model;

/**
 * Where a message stands in its room. Offsets count upward from 0 within an epoch; a room that is made anew, and a server that
 * starts anew, start a new epoch, so a position of before is never mistaken for one of now.
 *
 * {@snippet :
 * if (room.send("hello").join() instanceof Delivery.Relayed(Position at, int recipients)) {
 *     System.out.println("message " + at.offset() + " of epoch " + at.epoch());
 * }
 * }
 *
 * @param epoch  a number that no other room has or had: random for the first room of a server that starts, and counted on from there
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
