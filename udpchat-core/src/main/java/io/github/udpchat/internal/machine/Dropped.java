package io.github.udpchat.internal.machine;

import java.util.List;
import java.util.stream.Stream;

import io.github.udpchat.model.DropReason;

/** Something was dropped, for this reason. One object for each reason, so that floods of garbage make no garbage. */
public record Dropped(DropReason reason) implements Notice {

    private static final List<Dropped> ALL = Stream.of(DropReason.values()).map(Dropped::new).toList();

    /** {@return the notice with that reason} */
    public static Dropped of(DropReason reason) {
        return ALL.get(reason.ordinal());
    }
}
