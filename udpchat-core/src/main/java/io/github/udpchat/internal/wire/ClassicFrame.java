package io.github.udpchat.internal.wire;

import java.nio.ByteBuffer;

import io.github.udpchat.model.DropReason;

/** What a datagram of the classic protocol says, as far as its bytes alone tell. */
public sealed interface ClassicFrame {

    /**
     * A name from an address that is not registered, a line from one that is.
     *
     * @param text  what it says
     * @param bytes the same as it came, a copy that nobody changes
     */
    record Text(String text, ByteBuffer bytes) implements ClassicFrame {}

    /** The sender leaves. */
    record Leave() implements ClassicFrame {}

    /** Nothing that the protocol knows. */
    record Malformed(DropReason why) implements ClassicFrame {}
}
