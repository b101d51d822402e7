package io.github.udpchat.internal.flight;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** The time from the call of a send to its outcome, if that was long. */
@Name("udpchat.SlowSend")
@Label("Slow Send")
@Description("A client waited long for the outcome of a message; its duration is what the threshold is about")
@Threshold("250 ms")
final class SlowSendEvent extends FlightEvent {

    @Label("Room") @Description("None for a direct message") @Nullable String room;

    @Label("Size") @Description("What was said") @DataAmount(DataAmount.BYTES) long size;

    @Label("Took") @Description("By the endpoint's clock, which a simulation has of its own") @Timespan(Timespan.NANOSECONDS) long took;

    @Label("Outcome") @Description("The type of Delivery, or of DirectDelivery") @Nullable String outcome;

    @Label("Reason") @Description("The constant that says why, if the message was not passed on") @Nullable String reason;
}
