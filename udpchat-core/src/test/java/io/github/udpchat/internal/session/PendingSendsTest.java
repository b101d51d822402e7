package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Reply;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DirectDelivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** A client's messages until they have an outcome: PROTOCOL.md, section 2.13. */
class PendingSendsTest {

    private static final Delivery.Unconfirmed DONE = new Delivery.Unconfirmed(Delivery.Cause.RECEIPT_LOST);

    private static final long LIFE = 7;
    private static final long NEXT_LIFE = 8;

    private final PendingSends sends = new PendingSends();
    private final Membership lobby = new Membership(RoomId.LOBBY);
    private final Outbox out = new Outbox();
    private final List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();

    private boolean add(int bytes) {
        CompletableFuture<Delivery> outcome = new CompletableFuture<>();
        outcomes.add(outcome);
        return sends.add(new Destination.InRoom(lobby, outcome), ByteBuffer.allocate(bytes));
    }

    private void sessionBegins(long bootId, boolean known) {
        sends.sessionBegins(bootId, known, out);
    }

    private long sayNext() {
        long counter = Objects.requireNonNull(sends.next()).counter();
        sends.said();
        return counter;
    }

    private void deliverReplies() {
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            ((Reply<?>) notice).deliver();
        }
    }

    @Test
    void countersRiseFromOne() {
        add(1);
        add(1);
        assertThat(sayNext()).isEqualTo(1);
        assertThat(sayNext()).isEqualTo(2);
        assertThat(sends.next()).isNull();
    }

    @Test
    void noneIsSaidWhoseCounterIs64AboveTheLowestWithoutAnOutcome() {
        for (int i = 0; i < 100; i++) {
            add(1);
        }
        for (int i = 1; i <= 64; i++) {
            assertThat(sayNext()).isEqualTo(i);
        }
        assertThat(sends.next()).as("65, while 1 has no outcome").isNull();
        sends.ended(2, DONE, out);
        assertThat(sends.next()).isNull();
        sends.ended(1, DONE, out);
        assertThat(sayNext()).isEqualTo(65);
        assertThat(sayNext()).isEqualTo(66);
        assertThat(sends.next()).as("67, while 3 has no outcome").isNull();
    }

    @Test
    void anOutcomeEndsItsMessageOnce() {
        add(1);
        sayNext();
        assertThat(sends.isAwaited(1)).isTrue();
        sends.ended(1, DONE, out);
        sends.ended(1, new Delivery.Refused(DropReason.CLOSED), out);
        deliverReplies();
        assertThat(outcomes.getFirst()).isCompletedWithValue(DONE);
        assertThat(sends.isAwaited(1)).isFalse();
    }

    @Test
    void asManyWaitAsThereIsRoomFor() {
        for (int i = 0; i < PendingSends.MOST; i++) {
            assertThat(add(1)).isTrue();
        }
        assertThat(add(1)).isFalse();
        sayNext();
        assertThat(add(1)).as("what is said waits too").isFalse();
        sends.ended(1, DONE, out);
        assertThat(add(1)).isTrue();
    }

    @Test
    void soDoTheirBytes() {
        int count = 0;
        while (add(60_000)) {
            count++;
        }
        assertThat(count).isEqualTo(PendingSends.MOST_BYTES / 60_000);
        sayNext();
        sends.ended(1, DONE, out);
        assertThat(add(60_000)).isTrue();
        assertThat(add(60_000)).isFalse();
    }

    @Test
    void oneMessageOfAnyLengthMayAlwaysWait() {
        assertThat(add(PendingSends.MOST_BYTES + 1)).isTrue();
        assertThat(add(0)).isFalse();
    }

    @Test
    void inTheEndWhatWasSaidIsUnconfirmedAndTheRestRefused() {
        add(1);
        add(2);
        add(3);
        sayNext();
        sends.endAll(DropReason.NOT_CONNECTED, out);
        deliverReplies();
        assertThat(outcomes.get(0)).isCompletedWithValue(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(outcomes.get(1)).isCompletedWithValue(new Delivery.Refused(DropReason.NOT_CONNECTED));
        assertThat(outcomes.get(2)).isCompletedWithValue(new Delivery.Refused(DropReason.NOT_CONNECTED));
        assertThat(sends.next()).isNull();
        assertThat(add(PendingSends.MOST_BYTES)).as("nothing waits").isTrue();
    }

    @Test
    void anOutcomeIsAwaitedOfWhatWasSaidInThisSession() {
        add(1);
        add(1);
        assertThat(sends.isAwaited(1)).as("not said yet").isFalse();
        sayNext();
        sayNext();
        assertThat(sends.isAwaited(2)).isTrue();
        sessionBegins(LIFE, true);
        assertThat(sends.isAwaited(2)).as("not said again yet").isFalse();
        sayNext();
        assertThat(sends.isAwaited(1)).isTrue();
        assertThat(sends.isAwaited(3)).as("never given").isFalse();
    }

    @Test
    void everythingWithoutAnOutcomeIsSaidAgainWithItsOldCounterAndInOrder() {
        for (int i = 0; i < 5; i++) {
            add(i);
        }
        for (int i = 0; i < 4; i++) {
            sayNext();
        }
        sends.ended(2, DONE, out);
        sends.ended(1, DONE, out);
        sessionBegins(LIFE, true);
        assertThat(Objects.requireNonNull(sends.next()).message().remaining()).isEqualTo(2);
        assertThat(sayNext()).isEqualTo(3);
        assertThat(sayNext()).isEqualTo(4);
        assertThat(sayNext()).isEqualTo(5);
        assertThat(sends.next()).isNull();
    }

    @Test
    void onAnotherServerWhatWasSaidIsUnconfirmedAndTheRestWaitsOn() {
        add(1);
        add(2);
        add(3);
        sayNext();
        sayNext();
        sessionBegins(LIFE, true);
        sayNext();
        sessionBegins(NEXT_LIFE, false);
        deliverReplies();
        Delivery unconfirmed = new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED);
        assertThat(outcomes.get(0)).isCompletedWithValue(unconfirmed);
        assertThat(outcomes.get(1)).as("said in an earlier session").isCompletedWithValue(unconfirmed);
        assertThat(outcomes.get(2)).isNotDone();
        assertThat(sayNext()).isEqualTo(3);
        assertThat(sends.isAnyOpen()).isTrue();
        sends.ended(3, DONE, out);
        assertThat(sends.isAnyOpen()).isFalse();
        add(1);
        sessionBegins(NEXT_LIFE, true);
        assertThat(sayNext()).isEqualTo(4);
    }

    @Test
    void aServerThatLivesButHasForgottenWhatItRelayedIsToldNothingTwice() {
        sessionBegins(LIFE, true);
        add(1);
        sayNext();
        add(2);
        sessionBegins(LIFE, false);
        deliverReplies();
        assertThat(outcomes.get(0)).isCompletedWithValue(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(sayNext()).isEqualTo(2);
    }

    @Test
    void anotherLifeThatSaysThatItKnowsTheClientMeansAnotherOne() {
        sessionBegins(LIFE, true);
        add(1);
        sayNext();
        sessionBegins(NEXT_LIFE, true);
        deliverReplies();
        assertThat(outcomes.get(0)).isCompletedWithValue(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED));
    }

    @Test
    void aMessageThatEndsUnsaidIsPassedOver() {
        add(1);
        add(2);
        sends.ended(1, DONE, out);
        assertThat(sayNext()).isEqualTo(2);
    }

    @Test
    void whatWasSaidInAnEarlierSessionTooIsNotCalledRefusedWhenItsRoomIsGone() {
        add(1);
        sayNext();
        sessionBegins(LIFE, true);
        sayNext();
        add(1);
        sayNext();
        sends.endUnansweredIn(lobby, out);
        deliverReplies();
        assertThat(outcomes.get(0)).isCompletedWithValue(new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        assertThat(outcomes.get(1)).isCompletedWithValue(new Delivery.Refused(DropReason.NOT_A_MEMBER));
    }

    private CompletableFuture<DirectDelivery> addDirect() {
        CompletableFuture<DirectDelivery> outcome = new CompletableFuture<>();
        assertThat(sends.add(new Destination.ToPerson(new PeerId(2), outcome), ByteBuffer.allocate(1))).isTrue();
        return outcome;
    }

    @Test
    void whereAServerHasBegunAnewIdsMeanNobody() {
        sessionBegins(LIFE, false);
        CompletableFuture<DirectDelivery> said = addDirect();
        sayNext();
        CompletableFuture<DirectDelivery> waiting = addDirect();
        add(1);
        sessionBegins(NEXT_LIFE, false);
        deliverReplies();
        assertThat(said.getNow(null)).isEqualTo(new Delivery.Unconfirmed(Delivery.Cause.SERVER_RESTARTED));
        assertThat(waiting.getNow(null)).isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_PEER));
        assertThat(sayNext()).as("what is for a room waits on").isEqualTo(3);
    }

    @Test
    void whoLeavesARoomIsAnsweredForWhatWasSaidThereAlone() {
        CompletableFuture<DirectDelivery> direct = addDirect();
        add(1);
        sends.endIn(lobby, out);
        deliverReplies();
        assertThat(direct).isNotDone();
        assertThat(outcomes.getFirst().getNow(null)).isEqualTo(new Delivery.Refused(DropReason.NOT_A_MEMBER));
        assertThat(sayNext()).isEqualTo(1);
        assertThat(sends.next()).isNull();
    }
}
