package io.github.udpchat;

import java.util.Objects;

import io.github.udpchat.model.DisconnectReason;

/**
 * A client could not become a member of its server. {@link #reason} says why, for a program.
 *
 * {@snippet :
 * try {
 *     ChatClient.builder().server("127.0.0.1", 5000).connect();
 * } catch (ConnectFailedException e) {
 *     boolean later = e.reason() instanceof DisconnectReason.TimedOut;
 *     System.err.println(later ? "nobody answers" : e.getMessage());
 * }
 * }
 */
public final class ConnectFailedException extends ChatException {

    private static final long serialVersionUID = 1L;

    private final transient DisconnectReason reason;

    ConnectFailedException(String message, DisconnectReason reason) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** {@return why} */
    public DisconnectReason reason() {
        return reason;
    }
}
