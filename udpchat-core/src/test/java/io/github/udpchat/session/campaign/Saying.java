package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.List;

import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.jspecify.annotations.Nullable;

/** What a client has said, and what became of it. Owned by one {@link HonestClient}. */
final class Saying {

    /** No fewer messages, or bytes of them, wait for an outcome when one is refused because it is too many. */
    private static final Open FULL = new Open(1024, 1024 * 1024 - 66_000);

    private final World world;
    private final HonestClient author;
    private final RoomId room;
    private final String text;
    private final Duration since;
    private final int leavingsBefore;
    private final boolean mayBeTooMany;
    private final int lifeBefore;
    private final int lossesBefore;
    private @Nullable Delivery outcome;

    /** How much waits for an outcome. */
    record Open(int messages, int bytes) {}

    Saying(World world, HonestClient author, RoomId room, String text) {
        this.world = world;
        this.author = author;
        this.room = room;
        this.text = text;
        this.since = world.net().now();
        this.leavingsBefore = author.visits().leavings(room);
        this.lifeBefore = author.hearsLate() ? 0 : author.life();
        this.lossesBefore = author.losses();
        Open before = author.open();
        this.mayBeTooMany = before.messages >= FULL.messages || before.bytes >= FULL.bytes;
    }

    static Open open(List<Saying> sayings) {
        int messages = 0;
        int bytes = 0;
        for (int i = sayings.size() - 1; i >= 0; i--) {
            Saying saying = sayings.get(i);
            if (saying.isOpen()) {
                messages++;
                bytes += saying.text.length();
            }
        }
        return new Open(messages, bytes);
    }

    RoomId room() {
        return room;
    }

    String text() {
        return text;
    }

    String key() {
        return Talk.key(text);
    }

    boolean isOpen() {
        return outcome == null;
    }

    void ends(Delivery delivery) {
        world.findings().require(outcome == null, "%s has two outcomes", key());
        world.findings().require(!author.program().isInMachine(), "%s: told on the receive thread", key());
        outcome = delivery;
        if (delivery instanceof Delivery.Relayed relayed) {
            author.relayed(this, relayed.at());
            world.findings().require(relayed.recipients() < world.mostMembers(), "%s reached %s", key(),
                    relayed.recipients());
        } else if (delivery instanceof Delivery.Unconfirmed(Delivery.Cause cause)) {
            world.findings().require(isTrue(cause), "%s is %s", key(), cause);
        }
    }

    private boolean isTrue(Delivery.Cause cause) {
        return switch (cause) {
            case NO_ACKNOWLEDGEMENT -> false;
            // Looked at in the end: the author hears a little later that it is disconnected.
            case SESSION_LOST -> true;
            case SERVER_RESTARTED -> world.server().lives() > lifeBefore;
            case RECEIPT_LOST -> author.losses() > lossesBefore || author.hearsLate();
        };
    }

    /** It has an outcome by now, and that is true. */
    void check() {
        Findings findings = world.findings();
        switch (outcome) {
            case null -> findings.require(author.isDead(), "%s has no outcome", key());
            case Delivery.Relayed relayed -> findings.require(world.chronicle().isAt(text, relayed.at()),
                    "%s was relayed as %s, but is not there", key(), relayed.at());
            case Delivery.Refused(DropReason why) -> {
                findings.require(!world.chronicle().hasServerHeard(text), "%s was refused and heard", key());
                findings.require(isTrue(why), "%s was refused: %s", key(), why);
            }
            // No run is so long that the server forgets anybody who comes back.
            case Delivery.Unconfirmed(Delivery.Cause cause) -> findings.require(switch (cause) {
                case SESSION_LOST -> author.hasEnded() || hasLeft();
                case RECEIPT_LOST -> world.chronicle().hasServerHeard(text) || mayNotSpeak();
                case SERVER_RESTARTED -> true;
                case NO_ACKNOWLEDGEMENT -> false;
            }, "%s is %s", key(), cause);
        }
    }

    private boolean isTrue(DropReason why) {
        return switch (why) {
            case QUEUE_FULL -> mayBeTooMany;
            case NOT_CONNECTED, CLOSED -> author.hasEnded();
            case NOT_A_MEMBER -> hasLeft();
            case MUTED -> mayNotSpeak();
            default -> false;
        };
    }

    private boolean hasLeft() {
        return author.visits().leavings(room) > leavingsBefore;
    }

    private boolean mayNotSpeak() {
        return world.scenario().model().role(author.index()) == Role.LISTENER || world.wasMuted(author.index(), since);
    }
}
