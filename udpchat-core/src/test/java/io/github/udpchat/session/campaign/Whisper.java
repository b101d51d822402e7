package io.github.udpchat.session.campaign;

import java.util.HashSet;
import java.util.Set;

import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DirectMessage;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.RoomId;

/** What a client has said to one person alone, and who has heard it. Owned by one {@link HonestClient}. */
final class Whisper extends Spoken<DirectDelivery> {

    private final Participant to;

    /** In which life of the server that one was there; 0 where the author may not know. */
    private final int life;
    private final Set<HonestClient> hearers = new HashSet<>();

    /** What the author knows of the addressee may be of before, unless it has a complete list now. */
    Whisper(World world, HonestClient author, Participant to, boolean sure, String text) {
        super(world, author, text);
        this.to = to;
        this.life = sure && !author.hearsLate() ? author.life() : 0;
    }

    private boolean isInThatLife() {
        return life == world.server().lives() && !world.server().isDown();
    }

    /** {@return whether its author was muted before it was said, and has been since then} */
    private boolean isMuted() {
        return world.server().discipline().hasMuted(author, since);
    }

    // ---- what happens

    /** Somebody hears it. */
    void isHeard(HonestClient by, DirectMessage message) {
        Findings findings = world.findings();
        findings.require(by.name().equals(to.name()) && (life == 0 || by.hearsLate() || by.life() == life),
                "%s is for %s of life %s, and %s heard it in life %s", key(), to, life, by.name(), by.life());
        findings.require(by != author, "%s heard itself: %s", by.name(), key());
        findings.require(hearers.add(by), "%s heard %s twice", by.name(), key());
        findings.require(message.author().equals(author.name()) && message.text().equals(text()),
                "%s heard %s from %s", by.name(), message, author.name());
        findings.require(world.scenario().model().maySpeak(author.index()) && !isMuted(),
                "%s was heard by %s, and its author may not speak", key(), by.name());
    }

    @Override
    void ends(DirectDelivery how) {
        super.ends(how);
        if (how instanceof DirectDelivery.Passed) {
            world.findings().require(world.scenario().model().maySpeak(author.index()) && !isMuted(),
                    "%s is %s, and its author may not speak", key(), how);
        } else if (how instanceof Delivery.Refused(DropReason why) && why == DropReason.NO_SUCH_PEER) {
            world.findings().require(!mustBeThere(), "%s is %s, and %s is there", key(), how, to);
        }
    }

    /** {@return whether somebody has been there all the time since it was said, under that id, who could have heard it} */
    private boolean mustBeThere() {
        return isInThatLife() && world.server().hearsAtOnce()
                && world.server().attendances(life).couldHear(to.id(), author, since)
                && world.server().chat().room(RoomId.LOBBY).presence().participants().contains(to);
    }

    // ---- in the end

    /** {@return whether whoever should have heard it has not} */
    boolean isMissed() {
        return outcome() instanceof DirectDelivery.Passed(int sessions) && hearers.size() < sessions
                && isInThatLife() && !world.server().attendances(life).hasLost(to.id(), since);
    }

    @Override
    void check() {
        checkHasOutcome();
        Findings findings = world.findings();
        findings.require(!isMissed(), "%s is %s, and only %s heard it", key(), outcome(), hearers.size());
        findings.require(life == 0 || !world.server().attendances(life).isComplete()
                || hearers.stream().allMatch(by -> world.server().attendances(life).isOneOf(to.id(), by)),
                "%s is for %s, and another program heard it", key(), to);
        switch (outcome()) {
            case null -> {
                // Its author is dead.
            }
            case DirectDelivery.Passed(int sessions) -> findings.require(hearers.size() <= sessions,
                    "%s went to %s, and %s heard it", key(), sessions, hearers.size());
            case Delivery.Refused(DropReason why) -> {
                findings.require(hearers.isEmpty(), "%s was refused, and heard", key());
                findings.require(why == DropReason.NO_SUCH_PEER || why == DropReason.PEER_BEHIND || mayBeRefused(why),
                        "%s was refused: %s", key(), why);
            }
            case Delivery.Unconfirmed(Delivery.Cause cause) -> findings.require(switch (cause) {
                case SESSION_LOST -> author.hasEnded();
                case RECEIPT_LOST, SERVER_RESTARTED -> true;
                case NO_ACKNOWLEDGEMENT -> false;
            }, "%s is %s", key(), cause);
        }
    }
}
