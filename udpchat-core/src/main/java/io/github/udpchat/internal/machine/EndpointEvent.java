package io.github.udpchat.internal.machine;

import io.github.udpchat.model.CloseReason;
import io.github.udpchat.model.DropReason;

/** What happens at a server and at a client alike. */
public sealed interface EndpointEvent extends Event {

    /** Things were dropped for one reason, this many since the last report of that reason. */
    record Drops(DropReason reason, long count) implements EndpointEvent {}

    /** The application's code failed. */
    record PlugInFailed(String during, Throwable error) implements EndpointEvent {}

    /** The end; nothing comes after it. */
    record Closed(CloseReason why) implements EndpointEvent {}
}
