package io.github.udpchat.internal.hub;

/**
 * What somebody gets who wants to know what was said in a room before.
 *
 * @param kind  how that stands to what it knows already
 * @param first the offset from which on it gets what is remembered
 * @param end   the offset of the first message that is not old
 * @param past  where to read
 */
public record Recollection(Kind kind, long first, long end, Past past) {

    /** How what is remembered stands to what somebody knows already. In the order of the numbers on the wire. */
    public enum Kind {
        /** It knows nothing of the room as it is now. */
        FRESH,

        /** All that it does not know. */
        RECOVERED,

        /** Not all. */
        GAP
    }
}
