package io.github.udpchat.internal.noise;

/**
 * What the peer sent is not what somebody who holds the right keys would have sent. It carries no stack trace: anybody can
 * cause it as often as they like, and the message says all.
 */
public final class HandshakeFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong. */
    public HandshakeFailedException(String message) {
        super(message, null, false, false);
    }
}
