package io.github.udpchat.model;

/**
 * How a direct message ended. Every one ends in exactly one of these: passed on, {@link Delivery.Refused}, which here is also
 * what becomes of a message whose recipient is not there ({@link DropReason#NO_SUCH_PEER}) or takes too little
 * ({@link DropReason#PEER_BEHIND}), or {@link Delivery.Unconfirmed}.
 *
 * {@snippet :
 * PeerId ana = message.authorId().orElseThrow();
 * System.out.println(switch (client.direct(ana, "psst").join()) {
 *     case DirectDelivery.Passed(int sessions) -> "on its way";
 *     case Delivery.Refused(DropReason why) -> "not said: " + why;
 *     case Delivery.Unconfirmed(Delivery.Cause cause) -> "said perhaps: " + cause;
 * });
 * }
 */
public sealed interface DirectDelivery permits DirectDelivery.Passed, Delivery.Refused, Delivery.Unconfirmed {

    /**
     * The server took the message, and has it on its way to the recipient. It arrives there, unless the recipient's session ends
     * first.
     *
     * @param sessions to how many sessions of the recipient, 1 or greater
     */
    record Passed(int sessions) implements DirectDelivery {

        /** Checks the number. */
        public Passed {
            if (sessions < 1) {
                throw new IllegalArgumentException("sessions must be 1 or greater, was " + sessions);
            }
        }
    }
}
