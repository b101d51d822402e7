package io.github.udpchat;

/**
 * A server or client could not start: a host name that has no address, or a local address that can't be bound. The
 * message is one line that names the address.
 */
public final class StartFailedException extends ChatException {

    private static final long serialVersionUID = 1L;

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
