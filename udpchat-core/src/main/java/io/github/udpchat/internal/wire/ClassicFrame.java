package io.github.udpchat.internal.wire;

import io.github.udpchat.model.DropReason;

/** What a datagram of the classic protocol says, as far as its bytes alone tell. */
public sealed interface ClassicFrame {

    /** A name from an address that is not registered, a line from one that is. */
    record Text(String text) implements ClassicFrame {}

    /** The sender leaves. */
    record Leave() implements ClassicFrame {}

    /** Nothing that the protocol knows. */
    record Malformed(DropReason why) implements ClassicFrame {}
}
