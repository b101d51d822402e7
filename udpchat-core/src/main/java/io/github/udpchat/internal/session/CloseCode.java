package io.github.udpchat.internal.session;

import io.github.udpchat.model.DropReason;

/** Why a session ends, on the wire: PROTOCOL.md, section 2.11. */
final class CloseCode {

    static final int BY_APPLICATION = 0;
    static final int VIOLATION = 1;
    static final int SERVER_CLOSES = 2;
    static final int REMOVED = 3;
    static final int SLOW_CONSUMER = 4;
    static final int REPLACED = 5;
    static final int OWN_ERROR = 6;
    static final int REJECTED = 16;
    static final int NO_ANSWER = 17;
    static final int SERVER_FULL = 18;
    static final int SERVER_BUSY = 19;
    static final int NAME_NOT_ALLOWED = 20;
    static final int NAME_TAKEN = 21;
    static final int NAME_OF_ANOTHER_KEY = 22;
    static final int BANNED = 23;
    static final int PLAINTEXT = 24;

    private CloseCode() {}

    /** {@return the code by which a peer is told why it is not let in} */
    static int of(DropReason refusal) {
        return switch (refusal) {
            case ADMISSION_REJECTED -> REJECTED;
            case ADMISSION_FAILED, ADMISSION_TIMED_OUT -> NO_ANSWER;
            case SERVER_FULL -> SERVER_FULL;
            case ADMISSION_BUSY, LISTENER_BEHIND -> SERVER_BUSY;
            case NAME_NOT_ALLOWED -> NAME_NOT_ALLOWED;
            case NAME_TAKEN -> NAME_TAKEN;
            case NAME_OF_ANOTHER_KEY -> NAME_OF_ANOTHER_KEY;
            case BANNED -> BANNED;
            case PLAINTEXT_ROOM -> PLAINTEXT;
            case CLOSED -> SERVER_CLOSES;
            default -> throw new AssertionError("nobody is refused for " + refusal);
        };
    }
}
