package io.github.udpchat.internal.session;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/** A message of which parts have come. Owned by one {@link ReceiveChannel}. */
final class Reassembly {

    private final ByteBuffer[] parts;
    private int missing;
    private int bytes;

    Reassembly(int count) {
        this.parts = new ByteBuffer[count];
        this.missing = count;
    }

    int bytes() {
        return bytes;
    }

    /**
     * Takes a part, which is copied; one that came before is ignored.
     *
     * @return the whole message, once nothing is missing
     */
    @Nullable
    ByteBuffer add(Frame.Fragment fragment, int mostBytes) throws MalformedException {
        if (fragment.count() != parts.length) {
            throw new MalformedException("a message of " + parts.length + " and of " + fragment.count() + " parts");
        }
        if (parts[fragment.index()] == null) {
            parts[fragment.index()] = copy(fragment.content());
            bytes += fragment.content().remaining();
            missing--;
            if (leastBytes() > mostBytes) {
                throw new MalformedException("a message of more than " + mostBytes + " bytes");
            }
        }
        return missing == 0 ? whole() : null;
    }

    /** How long the message will be at least: each part but the last is full, and the last has a byte. */
    private int leastBytes() {
        ByteBuffer last = parts[parts.length - 1];
        return (parts.length - 1) * Frame.Fragment.BYTES + (last == null ? 1 : last.remaining());
    }

    static ByteBuffer copy(ByteBuffer content) {
        return ByteBuffer.allocate(content.remaining()).put(content.duplicate()).flip();
    }

    private ByteBuffer whole() {
        ByteBuffer whole = ByteBuffer.allocate(bytes);
        for (ByteBuffer part : parts) {
            whole.put(part.duplicate());
        }
        return whole.flip();
    }
}
