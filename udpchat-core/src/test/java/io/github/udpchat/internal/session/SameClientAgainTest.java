package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.LeaveReason;
import org.junit.jupiter.api.Test;

/** Another session of a client that has, or had, one already: PROTOCOL.md, section 2.13. */
class SameClientAgainTest extends SessionFixture {

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);

    @Test
    void anotherSessionOfTheSameInstanceTakesThePlaceOfTheFirst() {
        ana.member("Ana");
        HandClient again = new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).halfOpen();
        again.join("Ana");
        assertThat(ana.closes(answer(Admission.accept("Ana")))).containsExactly((long) CloseCode.REPLACED);
        assertThat(left()).containsExactly(new LeaveReason.Replaced());
        assertThat(hub.peerCount()).isEqualTo(1);
        again.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        nothingIsLeft();
    }

    /** {@link io.github.udpchat.ChatServerListener#onJoined} promises this order. */
    @Test
    void aClientThatComesAgainIsKnownAndWhatItSaysAgainIsADuplicate() {
        ana.member("Ana");
        ana.say(1, "once");
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        HandClient again = new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).halfOpen();
        again.join("Ana");
        assertThat(again.control(answer(Admission.accept("Ana")))).singleElement()
                .isInstanceOfSatisfying(ControlMessage.Welcome.class, welcome -> assertThat(welcome.known()).isTrue());
        List<Sent> receipts = new ArrayList<>(again.say(1, "once"));
        receipts.addAll(again.say(2, "and another"));
        receipts.addAll(passes(Duration.ofMillis(5)));
        assertThat(again.control(receipts)).containsExactly(
                new ControlMessage.Duplicate(1), new ControlMessage.Relayed(2, 1, 0));
        nothingIsLeft();
    }

    @Test
    void aClientThatWasAwayForTenMinutesIsNotKnown() {
        ana.member("Ana");
        ana.send(new Frame.Close(CloseCode.BY_APPLICATION, ""));
        assertThat(sessions.instanceCount()).isEqualTo(1);
        passes(Instances.MEMORY);
        assertThat(sessions.instanceCount()).isZero();
        HandClient again = new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).halfOpen();
        again.join("Ana");
        assertThat(again.control(answer(Admission.accept("Ana")))).singleElement()
                .isInstanceOfSatisfying(ControlMessage.Welcome.class, welcome -> assertThat(welcome.known()).isFalse());
        nothingIsLeft();
    }

    @Test
    void anotherKeyWithTheSameInstanceTakesNothing() {
        ana.member("Ana");
        new HandClient(this, at(7, 4_000), 12).sameInstanceAs(ana).member("Mallory");
        assertThat(hub.peerCount()).isEqualTo(2);
        nothingIsLeft();
    }

    @Test
    void aSessionThatIsAdmittedAfterALaterOneReplacesNothing() {
        ana.halfOpen();
        ana.join("Ana");
        Ask.Admit slow = lastAdmit();
        HandClient again = new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).halfOpen();
        again.join("Ana");
        assertThat(again.control(answer(Admission.accept("Ana")))).hasSize(1);
        slow.then().answer(now, Optional.of(Admission.accept("Ana")), out);
        List<Sent> sent = sent();
        assertThat(again.closes(sent)).as("the later one stays").isEmpty();
        assertThat(ana.closes(sent)).containsExactly((long) CloseCode.SERVER_CLOSES);
        assertThat(hub.peerCount()).isEqualTo(1);
        nothingIsLeft();
    }

    @Test
    void aSessionWhoseJoinComesAfterThatOfALaterOneReplacesNothingEither() {
        ana.halfOpen();
        HandClient again = new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).member("Ana");
        ana.join("Ana");
        List<Sent> sent = answer(Admission.accept("Ana"));
        assertThat(again.closes(sent)).isEmpty();
        assertThat(ana.closes(sent)).containsExactly((long) CloseCode.SERVER_CLOSES);
        nothingIsLeft();
    }
}
