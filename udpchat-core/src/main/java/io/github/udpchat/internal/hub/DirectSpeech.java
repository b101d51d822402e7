package io.github.udpchat.internal.hub;

import java.nio.ByteBuffer;

/** Something that is said to one person alone, by whoever that will be. */
@FunctionalInterface
public interface DirectSpeech {

    /** {@return the message as the session protocol carries it, the only one that does} */
    ByteBuffer by(Author author);
}
