package io.github.udpchat.internal.hub;

import io.github.udpchat.model.ChatMessage;
import org.jspecify.annotations.Nullable;

/** What is remembered of a room, for whoever reads through it while it changes. */
public interface Past {

    /** A message that is remembered. */
    interface Old {

        /** {@return the message as it was heard} */
        ChatMessage message();

        /** {@return when it was said, which may be before the server's start, and then negative} */
        long saidAt();
    }

    /** {@return the first message at this offset or above it, or null if none is remembered} */
    @Nullable
    Old from(long offset);

    /** {@return the offset of the next message that will be passed on; all below have been, or never will be} */
    long end();
}
