package io.github.udpchat.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What all events have. Their stack would show the engine's few frames and nothing else, and costs more than the rest. */
@Category("udpchat")
@StackTrace(false)
abstract class FlightEvent extends Event {

    @Label("Endpoint") @Description("Which server or client of this program, and the address that it is bound to") @Nullable String endpoint;
}
