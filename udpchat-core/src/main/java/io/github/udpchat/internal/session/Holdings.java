package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes of messages all sessions of an endpoint hold together: what was received and the application has not taken
 * yet, and what waits for peers or is under way to them, where a message that goes to many counts once. Owned by a
 * {@link SessionServer} or {@link SessionClient}; its links tell it.
 */
final class Holdings {

    /** What a reference to a message costs beside the message. */
    private static final int REFERENCE_BYTES = 64;

    private final long mostBytes;
    private @Nullable Held newest;
    private long bytes;

    /** A message that queues hold, and how many of them do. */
    static final class Held {

        private final ByteBuffer message;
        private int queues;

        private Held(ByteBuffer message) {
            this.message = message;
        }

        ByteBuffer message() {
            return message;
        }
    }

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
        if (less > bytes) {
            throw new AssertionError(less + " bytes are released where " + bytes + " are held");
        }
        bytes -= less;
    }

    /**
     * A queue holds a message, until it is {@link #release released}. What goes to many is put into their queues at one go, and
     * so counts once; if another message came between, it would count again.
     */
    Held hold(ByteBuffer message) {
        Held held = newest;
        if (held == null || held.message != message) {
            held = new Held(message);
            newest = held;
        }
        bytes += REFERENCE_BYTES + (held.queues == 0 ? message.remaining() : 0);
        held.queues++;
        return held;
    }

    /** A queue that held a message has let go of it. */
    void release(Held held) {
        if (held.queues == 0) {
            throw new AssertionError("no queue holds the message that is released");
        }
        held.queues--;
        bytes -= REFERENCE_BYTES + (held.queues == 0 ? held.message.remaining() : 0);
        if (held.queues == 0 && held == newest) {
            newest = null;
        }
    }
}
