package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;

import io.github.udpchat.model.ChatMessage;
import org.jspecify.annotations.Nullable;

/** The form in which a protocol carries what is said in a room. A constant of each protocol. */
@FunctionalInterface
public interface Form {

    /** {@return the message in this form, or null if it has none; it knows its position} */
    @Nullable
    ByteBuffer write(ChatMessage message);
}
