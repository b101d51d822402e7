package io.github.udpchat.model;

import java.util.Objects;

/**
 * Why a server or client came to its end.
 *
 * {@snippet :
 * ChatClientListener listener = new ChatClientListener() {
 *     @Override
 *     public void onMessage(ChatMessage message) {}
 *
 *     @Override
 *     public void onClosed(CloseReason why) {
 *         if (why instanceof CloseReason.Failed(Throwable cause)) {
 *             System.err.println(cause);
 *         }
 *     }
 * };
 * }
 */
public sealed interface CloseReason {

    /** The application called {@code close()}. */
    record ByApplication() implements CloseReason {}

    /**
     * The endpoint could not go on.
     *
     * @param cause what happened
     */
    record Failed(Throwable cause) implements CloseReason {

        /** Checks that nothing is missing. */
        public Failed {
            Objects.requireNonNull(cause, "cause");
        }
    }
}
