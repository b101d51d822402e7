package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.Frame;

/**
 * A message on its way to the peer, whole or in parts, and which parts have arrived. Owned by one {@link SendChannel}. The
 * content may be shared with the messages of other sessions.
 */
final class OutMessage {

    /** The longest content that goes in one frame; a longer one goes in parts. */
    static final int MOST_BYTES_WHOLE = 1100;

    private final SendChannel channel;
    private final Holdings.Held held;
    private long number = -1;

    /** A bit for each part that has not arrived, as far as is known. */
    private long missing;

    OutMessage(SendChannel channel, Holdings.Held held) {
        this.channel = channel;
        this.held = held;
        this.missing = -1L >>> Long.SIZE - parts();
    }

    /** {@return its content, as the endpoint's holdings know it} */
    Holdings.Held held() {
        return held;
    }

    SendChannel channel() {
        return channel;
    }

    /** {@return its number, -1 before it is first sent} */
    long number() {
        return number;
    }

    /** It is sent for the first time. */
    void begin(long nextNumber) {
        number = nextNumber;
    }

    int bytes() {
        return held.message().remaining();
    }

    int parts() {
        return bytes() <= MOST_BYTES_WHOLE ? 1 : (bytes() + Frame.Fragment.BYTES - 1) / Frame.Fragment.BYTES;
    }

    /** {@return the frame for a part} */
    Frame part(int index) {
        if (parts() == 1) {
            return new Frame.Message(channel.id(), number, held.message());
        }
        int start = index * Frame.Fragment.BYTES;
        int length = Math.min(Frame.Fragment.BYTES, bytes() - start);
        ByteBuffer content = held.message();
        return new Frame.Fragment(channel.id(), number, index, parts(),
                content.slice(content.position() + start, length));
    }

    boolean isMissing(int index) {
        return (missing & 1L << index) != 0;
    }

    /** A part has arrived; returns whether that was the last that was missing. */
    boolean arrived(int index) {
        boolean was = isMissing(index);
        missing &= ~(1L << index);
        return was && missing == 0;
    }
}
