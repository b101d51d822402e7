package io.github.udpchat.session.campaign;

import java.time.Duration;
import java.util.List;

import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a client has said, in a room or to one person, and what became of it: one thing, and that is true. Owned by one
 * {@link HonestClient}.
 *
 * @param <O> what becomes of it
 */
abstract class Spoken<O> {

    /** No fewer messages, or bytes of them, wait for an outcome when one is refused because it is too many. */
    private static final Open FULL = new Open(1024, 1024 * 1024 - 66_000);

    final World world;
    final HonestClient author;
    final Duration since;
    final int lossesBefore;
    private final String text;
    private final boolean mayBeTooMany;
    private final int lifeBefore;
    private @Nullable O outcome;

    /** How much waits for an outcome. */
    record Open(int messages, int bytes) {}

    Spoken(World world, HonestClient author, String text) {
        this.world = world;
        this.author = author;
        this.text = text;
        this.since = world.net().now();
        this.lifeBefore = author.hearsLate() ? 0 : author.life();
        this.lossesBefore = author.losses();
        Open before = author.open();
        this.mayBeTooMany = before.messages >= FULL.messages || before.bytes >= FULL.bytes;
    }

    static Open open(List<? extends Spoken<?>> spoken) {
        int messages = 0;
        int bytes = 0;
        for (int i = spoken.size() - 1; i >= 0; i--) {
            Spoken<?> one = spoken.get(i);
            if (one.isOpen()) {
                messages++;
                bytes += one.text.length();
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

    @Nullable
    O outcome() {
        return outcome;
    }

    void ends(O how) {
        world.findings().require(outcome == null, "%s has two outcomes", key());
        world.findings().require(!author.program().isInMachine(), "%s: told on the receive thread", key());
        outcome = how;
        if (how instanceof Delivery.Unconfirmed(Delivery.Cause cause)) {
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
    abstract void check();

    void checkHasOutcome() {
        world.findings().require(outcome != null || author.isDead(), "%s has no outcome", key());
    }

    /** {@return whether what is refused wherever it is said may be refused for that reason} */
    boolean mayBeRefused(DropReason why) {
        return switch (why) {
            case QUEUE_FULL -> mayBeTooMany;
            case NOT_CONNECTED, CLOSED -> author.hasEnded();
            case MUTED -> mayNotSpeak();
            default -> false;
        };
    }

    boolean mayNotSpeak() {
        return world.scenario().model().role(author.index()) == Role.LISTENER || world.wasMuted(author.index(), since);
    }
}
