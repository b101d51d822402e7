package io.github.udpchat;

import java.util.Objects;

import io.github.udpchat.model.DisconnectReason;

/** A client could not become a member of its server. {@link #reason} says why, for a program. */
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
