package io.github.udpchat;

import io.github.udpchat.internal.engine.Engine;
import io.github.udpchat.internal.engine.FailureText;
import io.github.udpchat.model.DropReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the application's listeners, on the events thread: what one throws costs that call alone, and is queued to be
 * reported like any other event.
 */
final class ListenerGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerGuard.class);

    private final Engine<?> engine;

    ListenerGuard(Engine<?> engine) {
        this.engine = engine;
    }

    /** Runs a callback; a failure goes to {@code onError}. */
    void run(String what, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            failed(what, thrown);
        }
    }

    /** Reports a failure of the application's code. */
    void failed(String what, Throwable thrown) {
        engine.plugInFailed(what, thrown);
    }

    /** Runs {@code onError} itself; a failure there has nowhere to go but the log. */
    void runLast(String what, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            LOG.warn("{} failed: {}", what, FailureText.of(thrown));
        }
    }

    /** A codec says that something is no message: the network's fault, not the codec's. */
    void undecodable() {
        engine.dropped(DropReason.UNDECODABLE);
    }
}
