package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * How many bytes of messages all sessions of an endpoint hold together: what was received and the application has not taken
 * yet, and what waits for peers or is under way to them, where a message that goes to many counts once. Owned by a
 * {@link SessionServer} or {@link SessionClient}; its links tell it.
 */
final class Holdings {

    /** What a reference to a message costs beside the message. */
    private static final int REFERENCE_BYTES = 64;

    private final long mostBytes;
    private final Map<ByteBuffer, Integer> references = new IdentityHashMap<>();
    private long bytes;

    /**
     * Nothing yet.
     *
     * @param mostBytes from there on {@link #isFull}
     */
    Holdings(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * {@return whether it is as much as may be: then nothing new is received, and what is to be sent takes the place of
     * something older}
     */
    boolean isFull() {
        return bytes >= mostBytes;
    }

    /** {@return how many bytes it is} */
    long bytes() {
        return bytes;
    }

    /** So many bytes were received. */
    void received(int more) {
        bytes += more;
    }

    /** So many bytes that had been received were taken, or given up. */
    void released(long less) {
        bytes -= less;
    }

    /** A queue holds a message. */
    void hold(ByteBuffer message) {
        int holders = references.merge(message, 1, Integer::sum);
        bytes += REFERENCE_BYTES + (holders == 1 ? message.remaining() : 0);
    }

    /** A queue that held a message has let go of it. */
    void release(ByteBuffer message) {
        Integer left = references.computeIfPresent(message, (held, holders) -> holders == 1 ? null : holders - 1);
        bytes -= REFERENCE_BYTES + (left == null ? message.remaining() : 0);
    }
}
