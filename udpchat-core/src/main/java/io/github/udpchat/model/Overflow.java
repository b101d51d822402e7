package io.github.udpchat.model;

/**
 * What happens to messages of the classic protocol when a listener is so slow that its queue is full: {@value #MAX_EVENTS} messages or
 * {@value #MAX_BYTES} bytes of them. What is dropped is counted as {@link DropReason#LISTENER_BEHIND}. Joins, leaves and
 * the end of the endpoint are never dropped, nor is any message of the session protocol, where a slow listener slows its senders; that
 * somebody types may be.
 *
 * {@snippet :
 * ChatClient client = ChatClient.builder()
 *         .server("127.0.0.1", 5000)
 *         .protocol(Protocol.CLASSIC)
 *         .overflow(Overflow.DROP_NEWEST)
 *         .connect();
 * }
 */
public enum Overflow {

    /** The message that has waited longest goes, so that the listener catches up with the present. The default. */
    DROP_OLDEST,

    /** The message that has just arrived goes, so that the listener sees an unbroken run up to the gap. */
    DROP_NEWEST;

    /** Most messages that wait for a listener. */
    public static final int MAX_EVENTS = 1024;

    /** Most bytes of messages that wait for a listener. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;
}
