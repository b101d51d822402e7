package io.github.udpchat;

/**
 * A server or client could not start: a host name that has no address, or a local address that can't be bound. The
 * message is one line that names the address.
 *
 * {@snippet :
 * try {
 *     ChatServer.builder().bind("127.0.0.1", 5000).start();
 * } catch (StartFailedException e) {
 *     System.err.println("is another server running? " + e.getMessage());
 * }
 * }
 */
public final class StartFailedException extends ChatException {

    private static final long serialVersionUID = 1L;

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
