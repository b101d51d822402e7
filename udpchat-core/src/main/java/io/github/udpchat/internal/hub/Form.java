package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;

import io.github.udpchat.model.ChatMessage;

/** The form in which a protocol carries what is said in a room. A constant of each protocol. */
@FunctionalInterface
public interface Form {

    /** {@return the message in this form; it knows its position} */
    ByteBuffer write(ChatMessage message);
}
