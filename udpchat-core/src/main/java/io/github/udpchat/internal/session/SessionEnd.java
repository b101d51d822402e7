package io.github.udpchat.internal.session;

/** How a session came to its end without this side's wish. */
sealed interface SessionEnd {

    /**
     * The peer said so.
     *
     * @param code the reason: {@link CloseCode}, or a number that this version does not know
     * @param text the peer's words
     */
    record ByPeer(long code, String text) implements SessionEnd {}

    /** Nothing came from the peer for the idle timeout. */
    record Silence() implements SessionEnd {}

    /**
     * The peer broke the protocol, and was told so.
     *
     * @param what what it did
     */
    record Violation(String what) implements SessionEnd {}

    /** The peer was heard from, and took nothing for long; it was told so. */
    record TooSlow() implements SessionEnd {}

    /** The peer does not know the session any more: RESET. */
    record Forgotten() implements SessionEnd {}
}
