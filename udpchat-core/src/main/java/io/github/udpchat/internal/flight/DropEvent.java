package io.github.udpchat.internal.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** Things were dropped; told as the listener is told, so that a flood of garbage does not fill the recording. */
@Name("udpchat.Drop")
@Label("Drop")
@Description("Something was dropped or refused")
final class DropEvent extends FlightEvent {

    @Label("Reason") @Description("The constant of DropReason") @Nullable String reason;

    @Label("Count") @Description("How often, since the last event of this reason, of which there is one a second at most") long count;
}
