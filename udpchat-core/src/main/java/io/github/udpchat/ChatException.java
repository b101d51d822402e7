package io.github.udpchat;

/**
 * What goes wrong in this library beyond wrong arguments and wrong calls, which are JDK exceptions.
 *
 * {@snippet :
 * try (ChatServer server = ChatServer.builder().bind("127.0.0.1", 5000).start()) {
 *     server.awaitClosed();
 * } catch (ChatException e) {
 *     System.err.println(e.getMessage());
 * }
 * }
 */
public class ChatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With a description.
     *
     * @param message one sentence that a user of the application can read
     */
    public ChatException(String message) {
        super(message);
    }

    /**
     * With a description and a cause.
     *
     * @param message one sentence that a user of the application can read
     * @param cause   what happened underneath
     */
    public ChatException(String message, Throwable cause) {
        super(message, cause);
    }
}
