package io.github.udpchat.internal.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A peer is a member of a room no more. */
@Name("udpchat.Leave")
@Label("Leave")
@Description("A peer is no longer a member of a room of a server")
final class LeaveEvent extends FlightEvent {

    @Label("Peer") @Description("The id by which the server knows the peer") long peerId;

    @Label("Name") @Nullable String name;

    @Label("Room") @Nullable String room;

    @Label("Reason") @Description("The type of LeaveReason") @Nullable String reason;
}
