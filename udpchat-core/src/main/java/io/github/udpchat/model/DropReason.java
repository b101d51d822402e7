package io.github.udpchat.model;

/**
 * Why something was dropped or refused. The same constants stand in listener calls, in statistics and in the outcome of
 * a send.
 *
 * {@snippet :
 * long unread = server.stats().traffic().drops(DropReason.UNDECODABLE);
 * System.out.println(unread + " messages were none");
 * }
 */
public enum DropReason {

    /** The datagram had no bytes. */
    EMPTY,

    /** The datagram was longer than the endpoint's limit. */
    TOO_LARGE,

    /** The datagram was not valid UTF-8 (RFC 3629), which the classic protocol requires. */
    NOT_UTF8,

    /** The datagram asked to leave, but its sender was no member; or a message was for a room in which its sender is not any more. */
    NOT_A_MEMBER,

    /** The datagram reached a client from an address other than its server's. */
    NOT_FROM_SERVER,

    /** The server already has as many peers as it may have. */
    SERVER_FULL,

    /** The sender's IP address already has as many peers as one address may have. */
    ADDRESS_LIMIT,

    /** The sender's key or IP address was banned, see {@code Moderation}. */
    BANNED,

    /** The admission hook or the registry said no. */
    ADMISSION_REJECTED,

    /** The admission hook or the registry threw, or answered with null; a client hears this also where they took too long. */
    ADMISSION_FAILED,

    /** The admission hook or the registry was asked, and gave no answer in time. */
    ADMISSION_TIMED_OUT,

    /**
     * The admission hook and the registry were not even asked in time: as many questions were open as may be, and those who
     * came earlier were asked about first.
     */
    ADMISSION_BUSY,

    /** A peer that waits for admission sent more than is held for it, or than is held for all that wait. */
    WAITING_TOO_MUCH,

    /** The listener is so far behind that a message was dropped, or a join refused, instead of being queued. */
    LISTENER_BEHIND,

    /** The name is not allowed, see {@code ChatClientBuilder.name}. */
    NAME_NOT_ALLOWED,

    /** Somebody else has the name. */
    NAME_TAKEN,

    /** The name belongs to another key, which had it first. */
    NAME_OF_ANOTHER_KEY,

    /** The packet has not the form that the session protocol says. */
    MALFORMED,

    /** The packet is of a version of the session protocol that the server does not speak. */
    UNKNOWN_VERSION,

    /** The packet is of another application. */
    WRONG_APPLICATION,

    /** More of such packets came than are answered in a second, whoever sends them. */
    OVER_BUDGET,

    /** The cookie in the packet is too old. */
    COOKIE_EXPIRED,

    /** The cookie in the packet was not made for its sender. */
    BAD_COOKIE,

    /**
     * As many handshakes are under way as may be, in all or from the sender's site; or that site has used up what it may say, and a
     * session has just begun there.
     */
    HANDSHAKE_LIMIT,

    /** The handshake's message can't be opened, or says what must not be. */
    HANDSHAKE_FAILED,

    /** The packet does not fit what the endpoint is waiting for: it is late, repeated or forged. */
    UNEXPECTED,

    /** The server that answers has another key than the one that the client trusts. */
    WRONG_SERVER_KEY,

    /** The packet is of a session that the endpoint does not know. */
    UNKNOWN_SESSION,

    /** The packet was received before, or is too old to tell. */
    REPLAYED,

    /** The packet was not sealed by the peer: it is forged, or damaged. */
    NOT_AUTHENTIC,

    /** The packet is authentic, and not as the session protocol says: its session is closed. */
    PROTOCOL_VIOLATION,

    /** The peer took too little of what waits for it, so a message was not sent to it; of a direct message the sender is told so. */
    PEER_BEHIND,

    /**
     * The server holds as many bytes of messages as it may, so it did not receive the packet. The client sends what was in it
     * again.
     */
    MEMORY_FULL,

    /** More of this client's messages wait than may. */
    QUEUE_FULL,

    /** The peer is in as many rooms as it may be, or the server has as many as it may have. */
    TOO_MANY_ROOMS,

    /** A room's name is not allowed, see {@code ChatClient.join}. */
    ROOM_NOT_ALLOWED,

    /** There is no such room, because nobody is in it. */
    NO_SUCH_ROOM,

    /**
     * There is nobody of that id to whom a direct message could go: not at this server, not any more, not with another session
     * than the one that sends it, or only with a program or a protocol that knows no direct messages.
     */
    NO_SUCH_PEER,

    /** The server is about to close, and relays nothing more. */
    SERVER_CLOSING,

    /** Classic peers hear the room, or the room that one is in from the start, and the client has not agreed to that. */
    PLAINTEXT_ROOM,

    /** Classic peers hear the room, and the message is no text, or too long for one line of theirs. */
    DOES_NOT_FIT,

    /** The server's store could not keep the message, or is too far behind, so it was not passed on. */
    NOT_STORED,

    /** The sender may not speak: by its role, or because it was muted. */
    MUTED,

    /**
     * The sender said something, or said that it types, or entered rooms, faster than it may. The session protocol slows down who speaks too fast, and drops
     * nothing.
     */
    TOO_FAST,

    /** The server did not relay the message. */
    REFUSED_BY_SERVER,

    /** There is no connection to the server. */
    NOT_CONNECTED,

    /** A codec could not read the message. */
    UNDECODABLE,

    /** The operating system refused to send the datagram: no route, a forged source port 0, a full buffer. */
    SEND_FAILED,

    /** The endpoint was closed before the message could be sent, or before it was decided whether its sender may join. */
    CLOSED,

    /** Handling the datagram failed inside the library. This is a bug: please report it with the logged error. */
    INTERNAL_ERROR
}
