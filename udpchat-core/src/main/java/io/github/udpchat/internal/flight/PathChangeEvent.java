package io.github.udpchat.internal.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A client is somewhere else. */
@Name("udpchat.PathChange")
@Label("Path Change")
@Description("A client's session goes on at another address")
final class PathChangeEvent extends FlightEvent {

    @Label("Session") @Description("Its number") @Nullable String session;

    @Label("From") @Description("Where the client was") @Nullable String from;

    @Label("To") @Description("Where it is now") @Nullable String to;
}
