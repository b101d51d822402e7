package io.github.udpchat.model;

import java.util.Objects;

/**
 * How a send in a room ended. Every send ends in exactly one of these; for direct messages see {@link DirectDelivery}.
 *
 * {@snippet :
 * System.out.println(switch (room.send("hello").join()) {
 *     case Delivery.Relayed(Position at, int recipients) -> "said to " + recipients;
 *     case Delivery.Refused(DropReason why) -> "not said: " + why;
 *     case Delivery.Unconfirmed(Delivery.Cause cause) -> "said perhaps: " + cause;
 * });
 * }
 */
public sealed interface Delivery {

    /**
     * The server took the message and handed a copy to the network for each recipient. Whether the copies arrived is not
     * known on the classic protocol.
     *
     * @param at         where the message stands in its room
     * @param recipients for how many peers a copy was made, 0 or greater
     */
    record Relayed(Position at, int recipients) implements Delivery {

        /** Checks that nothing is missing. */
        public Relayed {
            Objects.requireNonNull(at, "at");
            if (recipients < 0) {
                throw new IllegalArgumentException("recipients must be 0 or greater, was " + recipients);
            }
        }
    }

    /**
     * The message was not sent, and never will be.
     *
     * @param why what stood against it
     */
    record Refused(DropReason why) implements Delivery, DirectDelivery {

        /** Checks that nothing is missing. */
        public Refused {
            Objects.requireNonNull(why, "why");
        }
    }

    /**
     * The message was handed to the network, and nobody can tell what became of it.
     *
     * @param cause why it can't be told
     */
    record Unconfirmed(Cause cause) implements Delivery, DirectDelivery {

        /** Checks that nothing is missing. */
        public Unconfirmed {
            Objects.requireNonNull(cause, "cause");
        }
    }

    /** Why the fate of a message is not known. */
    enum Cause {
        /** The protocol has no acknowledgement: every message of a classic client ends so. */
        NO_ACKNOWLEDGEMENT,

        /**
         * The session ended before the server had said what became of the message, and no other session could find it out: there
         * was none, or the server had forgotten the client.
         */
        SESSION_LOST,

        /** The server was started again, or another one took its place, before it had said what became of the message. */
        SERVER_RESTARTED,

        /**
         * The server has dealt with the message, once, but what it said about that was lost with the session: it relayed it, as a rule,
         * and where and to how many is not known; or it refused it.
         */
        RECEIPT_LOST
    }
}
