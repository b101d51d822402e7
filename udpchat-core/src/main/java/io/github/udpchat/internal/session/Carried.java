package io.github.udpchat.internal.session;

import io.github.udpchat.internal.wire.Frame;

/** What a packet carried that matters when the packet arrives or is lost. */
sealed interface Carried {

    /** A part of a message: sent again if lost, until it arrives. */
    record Part(OutMessage message, int index) implements Carried {

        boolean isMissing() {
            return message.isMissing(index);
        }

        /** {@return whether it is to be said again if it was lost} */
        boolean isWanted() {
            return message.channel().isReliable() && isMissing();
        }

        Frame frame() {
            return message.part(index);
        }
    }

    /** The end of a channel: sent again if lost. */
    record End(long channel, long number) implements Carried {

        Frame frame() {
            return new Frame.End(channel, number);
        }
    }

    /** Credit for a channel: if lost, told again with what it is then. */
    record ChannelCredit(long channel) implements Carried {}

    /** Credit for the session: if lost, told again with what it is then. */
    record SessionCredit() implements Carried {}

    /** An acknowledgement up to this number: never told again, but no longer needed once it has arrived. */
    record Acknowledgement(long largest) implements Carried {}
}
