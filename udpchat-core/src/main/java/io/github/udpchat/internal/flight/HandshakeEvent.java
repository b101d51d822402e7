package io.github.udpchat.internal.flight;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A handshake is over. */
@Name("udpchat.Handshake")
@Label("Handshake")
@Description("A client became a member of a server, or did not")
final class HandshakeEvent extends FlightEvent {

    @Label("Session") @Description("Its number; none if there is no session") @Nullable String session;

    @Label("Remote") @Description("Where the other side is") @Nullable String remote;

    @Label("Took") @Description("By the endpoint's clock, from INIT at a server, from HELLO at a client") @Timespan(Timespan.NANOSECONDS) long took;

    @Label("Succeeded") @Description("Whether the client is a member") boolean succeeded;

    @Label("Reason") @Description("The constant or type that says why not") @Nullable String reason;
}
