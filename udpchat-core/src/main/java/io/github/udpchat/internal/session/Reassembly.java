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
        boolean last = fragment.index() == parts.length - 1;
        int atLeast = (parts.length - 1) * Frame.Fragment.BYTES + (last ? fragment.content().remaining() : 1);
        if (atLeast > mostBytes) {
            throw new MalformedException("a message of more than " + mostBytes + " bytes");
        }
        if (parts[fragment.index()] == null) {
            bytes += fragment.content().remaining();
            parts[fragment.index()] = copy(fragment.content());
            missing--;
        }
        return missing == 0 ? whole() : null;
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
