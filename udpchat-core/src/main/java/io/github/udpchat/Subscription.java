package io.github.udpchat;

/**
 * A listener that hears messages, and the means to end that.
 *
 * {@snippet :
 * Subscription hears = room.as(Codec.text()).onMessage(line -> System.out.println(PrintableText.of(line.value())));
 * hears.cancel();
 * }
 */
@FunctionalInterface
public interface Subscription {

    /** Ends it: the listener hears nothing that arrives from now on. Doing it again changes nothing. */
    void cancel();
}
