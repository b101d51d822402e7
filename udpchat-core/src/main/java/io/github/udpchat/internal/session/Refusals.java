package io.github.udpchat.internal.session;

import io.github.udpchat.model.DropReason;

/** Why a server did not do what a member asked for, as numbers on the wire: PROTOCOL.md, section 2.15. */
final class Refusals {

    /** Of a message. */
    static final int NOT_A_MEMBER = 1;

    /** Of a message; this server slows down instead. */
    private static final int TOO_FAST = 2;

    /** Of a message. */
    private static final int MUTED = 3;

    /** Of a message. */
    static final int CLOSING = 4;

    /** Of a direct message. */
    private static final int NO_SUCH_PEER = 5;

    /** Of a direct message. */
    private static final int PEER_BEHIND = 6;

    /** Of a message. */
    private static final int DOES_NOT_FIT = 7;

    /** Of a message. */
    private static final int NOT_STORED = 8;

    /** Of a wish to enter a room. */
    private static final int ROOM_NOT_ALLOWED = 1;
    private static final int TOO_MANY_ROOMS = 2;
    static final int BUSY = 3;
    private static final int PLAINTEXT = 4;

    private Refusals() {}

    /** {@return why the server did not relay a message} */
    static DropReason ofMessage(long reason) {
        return switch ((int) Math.min(reason, Integer.MAX_VALUE)) {
            case NOT_A_MEMBER -> DropReason.NOT_A_MEMBER;
            case TOO_FAST -> DropReason.TOO_FAST;
            case MUTED -> DropReason.MUTED;
            case DOES_NOT_FIT -> DropReason.DOES_NOT_FIT;
            case NOT_STORED -> DropReason.NOT_STORED;
            case CLOSING -> DropReason.SERVER_CLOSING;
            case NO_SUCH_PEER -> DropReason.NO_SUCH_PEER;
            case PEER_BEHIND -> DropReason.PEER_BEHIND;
            default -> DropReason.REFUSED_BY_SERVER;
        };
    }

    /** {@return the number by which a member is told why its message was not relayed} */
    static int ofMessage(DropReason why) {
        return switch (why) {
            case NOT_A_MEMBER -> NOT_A_MEMBER;
            case MUTED -> MUTED;
            case DOES_NOT_FIT -> DOES_NOT_FIT;
            case NOT_STORED -> NOT_STORED;
            case SERVER_CLOSING -> CLOSING;
            case NO_SUCH_PEER -> NO_SUCH_PEER;
            case PEER_BEHIND -> PEER_BEHIND;
            default -> throw new AssertionError("no message is refused for " + why);
        };
    }

    /** {@return the number by which a member is told why it is not let into a room} */
    static int ofEntry(DropReason why) {
        return switch (why) {
            case ROOM_NOT_ALLOWED -> ROOM_NOT_ALLOWED;
            case TOO_MANY_ROOMS -> TOO_MANY_ROOMS;
            case LISTENER_BEHIND, TOO_FAST, SERVER_CLOSING -> BUSY;
            case PLAINTEXT_ROOM -> PLAINTEXT;
            default -> throw new AssertionError("nobody is kept from a room for " + why);
        };
    }

    /** {@return why the server did not let the client into a room} */
    static DropReason ofEntry(long reason) {
        return switch ((int) Math.min(reason, Integer.MAX_VALUE)) {
            case ROOM_NOT_ALLOWED -> DropReason.ROOM_NOT_ALLOWED;
            case TOO_MANY_ROOMS -> DropReason.TOO_MANY_ROOMS;
            case PLAINTEXT -> DropReason.PLAINTEXT_ROOM;
            default -> DropReason.REFUSED_BY_SERVER;
        };
    }
}
