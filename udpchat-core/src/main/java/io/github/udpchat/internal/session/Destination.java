package io.github.udpchat.internal.session;

import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Position;

/** Where a client's message goes, and who wants to know what became of it. */
sealed interface Destination {

    /** Into a room. */
    record InRoom(Membership room, CompletableFuture<Delivery> outcome) implements Destination {

        @Override
        public Reply<?> relayed(long offset, long recipients) throws MalformedException {
            room.relayed(offset);
            return new Reply<>(outcome, new Delivery.Relayed(new Position(room.epoch(), offset), asInt(recipients)));
        }

        @Override
        public <E extends Delivery & DirectDelivery> Reply<?> ended(E how) {
            return new Reply<>(outcome, how);
        }
    }

    /** To one person alone. */
    record ToPerson(PeerId person, CompletableFuture<DirectDelivery> outcome) implements Destination {

        @Override
        public Reply<?> relayed(long offset, long recipients) throws MalformedException {
            if (recipients == 0) {
                throw new MalformedException("a direct message that was passed to nobody");
            }
            return new Reply<>(outcome, new DirectDelivery.Passed(asInt(recipients)));
        }

        @Override
        public <E extends Delivery & DirectDelivery> Reply<?> ended(E how) {
            return new Reply<>(outcome, how);
        }
    }

    private static int asInt(long recipients) {
        return (int) Math.min(Integer.MAX_VALUE, recipients);
    }

    /** {@return the outcome for who waits: the server has passed it on to so many} */
    Reply<?> relayed(long offset, long recipients) throws MalformedException;

    /** {@return the outcome for who waits: it was not passed on, or nobody knows} */
    <E extends Delivery & DirectDelivery> Reply<?> ended(E how);
}
