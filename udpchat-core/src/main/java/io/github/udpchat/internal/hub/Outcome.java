package io.github.udpchat.internal.hub;

import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Delivery;

/** Hears once what became of something that was said: at once, or when it has been stored. */
@FunctionalInterface
public interface Outcome {

    /** Of somebody who does not want to know. */
    Outcome IGNORED = (now, how, out) -> {
    };

    /** It has ended so. Whoever said it may be gone meanwhile. */
    void onOutcome(long now, Delivery how, Outbox out);
}
