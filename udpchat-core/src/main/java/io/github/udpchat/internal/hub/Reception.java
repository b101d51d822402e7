package io.github.udpchat.internal.hub;

/** What becomes of something that is said to one member alone. */
public enum Reception {
    /** It is on its way to the member. */
    TAKEN,

    /** So much waits for the member already that this can't. */
    BEHIND,

    /** The member's program or protocol knows no such messages. */
    CANNOT_HEAR
}
