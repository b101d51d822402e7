package io.github.udpchat.session.campaign;

import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.model.Position;
import org.jspecify.annotations.Nullable;

/** What went wrong in a run. Collected, since what is thrown in a callback would not reach the test. */
final class Findings {

    private static final int MOST_KEPT = 10;

    private final List<String> found = new ArrayList<>();

    void require(boolean holds, String what, Object... arguments) {
        if (!holds) {
            add(what, arguments);
        }
    }

    /** Places in a room come in order. */
    void requireRising(@Nullable Position before, Position at, Object what) {
        require(before == null || at.epoch() != before.epoch() || at.offset() > before.offset(), "%s: %s after %s",
                what, at, before);
    }

    void add(String what, Object... arguments) {
        if (found.size() < MOST_KEPT) {
            found.add(what.formatted(arguments));
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** Fails if something was found. */
    void throwIfAny(Object where) {
        if (!found.isEmpty()) {
            throw new AssertionError(where + "\n  " + String.join("\n  ", found));
        }
    }
}
