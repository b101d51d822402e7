package io.github.udpchat.internal.wire;

/**
 * Something that came is not as PROTOCOL.md says that it must be. It carries no stack trace: a peer can cause it as often as
 * it likes, and the message says all.
 */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
