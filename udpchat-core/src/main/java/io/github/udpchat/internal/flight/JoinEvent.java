package io.github.udpchat.internal.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A peer became a member of a room. */
@Name("udpchat.Join")
@Label("Join")
@Description("A peer became a member of a room of a server")
final class JoinEvent extends FlightEvent {

    @Label("Peer") @Description("The id by which the server knows the peer") long peerId;

    @Label("Name") @Nullable String name;

    @Label("Room") @Nullable String room;

    @Label("Address") @Description("Where the peer was when it joined the server") @Nullable String address;
}
