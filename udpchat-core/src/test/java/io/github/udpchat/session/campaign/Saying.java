package io.github.udpchat.session.campaign;

import java.util.List;

import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import org.jspecify.annotations.Nullable;

/** What a client has said, and what became of it. Owned by one {@link HonestClient}. */
final class Saying {

    /** No fewer messages, or bytes of them, wait for an outcome when one is refused because it is too many. */
    private static final Open FULL = new Open(1024, 1024 * 1024 - 66_000);

    private final World world;
    private final HonestClient author;
    private final String text;
    private final boolean mayBeTooMany;
    private @Nullable Delivery outcome;

    /** How much waits for an outcome. */
    record Open(int messages, int bytes) {}

    Saying(World world, HonestClient author, String text) {
        this.world = world;
        this.author = author;
        this.text = text;
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
            author.relayed(this, relayed.at().offset());
            world.findings().require(relayed.recipients() < world.mostMembers(), "%s reached %s", key(),
                    relayed.recipients());
        }
    }

    /** It has an outcome by now, and that is true. */
    void check() {
        Findings findings = world.findings();
        switch (outcome) {
            case null -> findings.add("%s has no outcome", key());
            case Delivery.Relayed relayed -> findings.require(world.talk().isAt(text, relayed.at().offset()),
                    "%s was relayed as %s, but is not there", key(), relayed.at().offset());
            case Delivery.Refused(DropReason why) -> {
                findings.require(!world.talk().hasServerHeard(text), "%s was refused and heard", key());
                findings.require(isTrue(why), "%s was refused: %s", key(), why);
            }
            case Delivery.Unconfirmed(Delivery.Cause cause) -> findings.require(
                    cause == Delivery.Cause.SESSION_LOST && author.hasEnded(), "%s is %s", key(), cause);
        }
    }

    private boolean isTrue(DropReason why) {
        return switch (why) {
            case QUEUE_FULL -> mayBeTooMany;
            case NOT_CONNECTED, CLOSED -> author.hasEnded();
            default -> false;
        };
    }
}
