package io.github.udpchat.session.campaign;

import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.RoomId;

/** What a client has said in a room. Owned by one {@link HonestClient}. */
final class Saying extends Spoken<Delivery> {

    private final RoomId room;
    private final int leavingsBefore;

    Saying(World world, HonestClient author, RoomId room, String text) {
        super(world, author, text);
        this.room = room;
        this.leavingsBefore = author.visits().leavings(room);
    }

    RoomId room() {
        return room;
    }

    @Override
    void ends(Delivery delivery) {
        super.ends(delivery);
        if (delivery instanceof Delivery.Relayed relayed) {
            author.relayed(this, relayed.at());
            world.findings().require(relayed.recipients() < world.mostMembers(), "%s reached %s", key(),
                    relayed.recipients());
        }
    }

    @Override
    void check() {
        checkHasOutcome();
        Findings findings = world.findings();
        switch (outcome()) {
            case null -> {
                // Its author is dead.
            }
            case Delivery.Relayed relayed -> findings.require(world.chronicle().isAt(text(), relayed.at()),
                    "%s was relayed as %s, but is not there", key(), relayed.at());
            case Delivery.Refused(DropReason why) -> {
                findings.require(!world.chronicle().hasServerHeard(text()), "%s was refused and heard", key());
                findings.require(switch (why) {
                    case NOT_A_MEMBER -> hasLeft();
                    case NOT_STORED -> world.server().mayHaveRefused(since);
                    default -> mayBeRefused(why);
                }, "%s was refused: %s", key(), why);
            }
            // No run is so long that the server forgets anybody who comes back.
            case Delivery.Unconfirmed(Delivery.Cause cause) -> findings.require(switch (cause) {
                case SESSION_LOST -> author.hasEnded() || hasLeft();
                case RECEIPT_LOST -> world.chronicle().hasServerHeard(text()) || mayNotSpeak()
                        || world.server().mayHaveRefused(since);
                case SERVER_RESTARTED -> true;
                case NO_ACKNOWLEDGEMENT -> false;
            }, "%s is %s", key(), cause);
        }
    }

    private boolean hasLeft() {
        return author.visits().leavings(room) > leavingsBefore;
    }
}
