package io.github.udpchat.internal.recovery;

/**
 * A peer acknowledges what cannot be: PROTOCOL.md calls that malformed. It carries no stack trace: a peer can cause it as
 * often as it likes, and the message says all.
 */
public final class AcknowledgementException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public AcknowledgementException(String message) {
        super(message, null, false, false);
    }
}
