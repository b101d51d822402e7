package io.github.udpchat;

import java.io.Serial;
import java.util.Objects;

import io.github.udpchat.model.DropReason;

/**
 * A client did not get into a room.
 *
 * {@snippet :
 * try {
 *     client.join("staff");
 * } catch (JoinFailedException e) {
 *     System.err.println(e.reason() == DropReason.TOO_MANY_ROOMS ? "leave another room first" : e.getMessage());
 * }
 * }
 */
public final class JoinFailedException extends ChatException {

    @Serial private static final long serialVersionUID = 1L;

    /** What stood against it. */
    private final DropReason reason;

    JoinFailedException(String message, DropReason reason) {
        super(message, null);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * What stood against it: {@link DropReason#ROOM_NOT_ALLOWED}, {@link DropReason#TOO_MANY_ROOMS},
     * {@link DropReason#NOT_CONNECTED} or {@link DropReason#CLOSED}; or
     * {@link DropReason#NOT_A_MEMBER}, if the client left the room before it was in.
     *
     * @return the reason
     */
    public DropReason reason() {
        return reason;
    }
}
