package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a peer may send, and when: PROTOCOL.md, section 2.9. */
class IncomingTest {

    private static final long ROOM = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final long UNORDERED = ChannelId.of(0, ChannelId.Class.UNORDERED);
    private static final long LATEST = ChannelId.of(0, ChannelId.Class.LATEST);

    private final Holdings holdings = new Holdings(Long.MAX_VALUE);
    private final Incoming incoming = new Incoming(new Limits(2_000, 10_000, 4, 30), true,
            holdings);

    private static void malformed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(MalformedException.class);
    }

    private void message(long channel, long number, int bytes) throws MalformedException {
        incoming.onMessage(new Frame.Message(channel, number, ByteBuffer.allocate(bytes)));
    }

    private void fragment(long number, int index, int count, int bytes) throws MalformedException {
        incoming.onFragment(new Frame.Fragment(ROOM, number, index, count, ByteBuffer.allocate(bytes)));
    }

    private List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (Incoming.Arrival next = incoming.take(); next != null; next = incoming.take()) {
            taken.add(next.channel() + ": " + next.content().remaining());
            incoming.taken(0, next);
        }
        return taken;
    }

    private List<Frame> credit() {
        List<Frame> told = new ArrayList<>();
        for (Frame next = incoming.peekCredit(); next != null; next = incoming.peekCredit()) {
            told.add(next);
            incoming.creditTold();
        }
        return told;
    }

    @Test
    void orderedMessagesAreTakenOnceAndInOrder() throws MalformedException {
        incoming.name(ROOM);
        message(ROOM, 1, 11);
        assertThat(taken()).isEmpty();
        message(ROOM, 0, 10);
        message(ROOM, 0, 10);
        message(ROOM, 1, 11);
        assertThat(taken()).containsExactly("4: 10", "4: 11");
    }

    @Test
    void unorderedMessagesAreTakenAsTheyCome() throws MalformedException {
        incoming.name(UNORDERED);
        message(UNORDERED, 2, 12);
        message(UNORDERED, 0, 10);
        message(UNORDERED, 2, 12);
        assertThat(taken()).containsExactly("1: 12", "1: 10");
    }

    @Test
    void ofTheLatestOnlyTheNewestIsTaken() throws MalformedException {
        incoming.name(LATEST);
        message(LATEST, 5, 15);
        message(LATEST, 7, 17);
        message(LATEST, 6, 16);
        message(LATEST, 7, 18);
        assertThat(taken()).containsExactly("2: 17");
        message(LATEST, 1_000_000, 19);
        assertThat(taken()).as("no credit is used").containsExactly("2: 19");
        assertThat(credit()).isEmpty();
    }

    @Test
    void whatComesOnAChannelThatIsNotNamedWaits() throws MalformedException {
        message(ROOM, 0, 10);
        assertThat(taken()).isEmpty();
        incoming.name(ROOM);
        assertThat(taken()).containsExactly("4: 10");
    }

    @Test
    void aChannelTakesAsManyMessagesAsItsCreditSays() throws MalformedException {
        incoming.name(ROOM);
        message(ROOM, 3, 1);
        malformed(() -> message(ROOM, 4, 1));
        message(ROOM, 0, 1);
        message(ROOM, 1, 1);
        assertThat(taken()).hasSize(2);
        assertThat(credit()).as("half of it was taken").containsExactly(new Frame.Credit(ROOM, 6));
        message(ROOM, 5, 1);
        malformed(() -> message(ROOM, 6, 1));
    }

    @Test
    void creditThatWasLostIsToldAgainWithItsNewestValue() throws MalformedException {
        incoming.name(ROOM);
        message(ROOM, 0, 1);
        message(ROOM, 1, 1);
        taken();
        assertThat(credit()).containsExactly(new Frame.Credit(ROOM, 6));
        message(ROOM, 2, 1);
        message(ROOM, 3, 1);
        taken();
        credit();
        incoming.creditLost(ROOM);
        assertThat(credit()).containsExactly(new Frame.Credit(ROOM, 8));
        incoming.sessionCreditLost();
        assertThat(credit()).containsExactly(new Frame.SessionCredit(10_000));
    }

    @Test
    void theSessionTakesAsManyBytesAsItsCreditSaysAndCountsEachMessageOnce() throws MalformedException {
        for (int room = 1; room <= 5; room++) {
            incoming.name(ChannelId.of(room, ChannelId.Class.ORDERED));
            message(ChannelId.of(room, ChannelId.Class.ORDERED), 0, 2_000);
            message(ChannelId.of(room, ChannelId.Class.ORDERED), 0, 2_000);
        }
        message(ChannelId.CONTROL, 0, 1_024);
        malformed(() -> message(ROOM, 1, 1));
    }

    @Test
    void newSessionCreditIsToldWhenHalfIsTaken() throws MalformedException {
        incoming.name(ROOM);
        message(ROOM, 0, 2_000);
        message(ROOM, 1, 2_000);
        message(ROOM, 2, 999);
        taken();
        assertThat(credit()).containsExactly(new Frame.Credit(ROOM, 6));
        message(ROOM, 3, 1);
        taken();
        assertThat(credit()).contains(new Frame.SessionCredit(15_000));
    }

    @Test
    void partsMakeAMessageInWhateverOrderTheyCome() throws MalformedException {
        incoming.name(ROOM);
        fragment(0, 1, 2, 500);
        fragment(0, 1, 2, 500);
        assertThat(taken()).isEmpty();
        fragment(0, 0, 2, 1_024);
        fragment(0, 0, 2, 1_024);
        assertThat(taken()).containsExactly("4: 1524");
    }

    @Test
    void partsThatContradictEachOtherAreMalformed() throws MalformedException {
        fragment(0, 0, 2, 1_024);
        malformed(() -> fragment(0, 1, 3, 1_024));
        malformed(() -> message(ROOM, 0, 5));
        message(ROOM, 1, 5);
        fragment(1, 0, 2, 1_024);
        malformed(() -> incoming.onFragment(
                new Frame.Fragment(ChannelId.CONTROL, 0, 0, 2, ByteBuffer.allocate(1_024))));
        malformed(() -> incoming.onFragment(new Frame.Fragment(LATEST, 0, 0, 2, ByteBuffer.allocate(1_024))));
    }

    @Test
    void aMessageLongerThanIsTakenIsMalformedAsSoonAsThatIsCertain() throws MalformedException {
        malformed(() -> message(ROOM, 0, 2_001));
        malformed(() -> message(ChannelId.CONTROL, 0, 1_025));
        fragment(0, 0, 2, 1_024);
        malformed(() -> fragment(0, 1, 2, 977));
        malformed(() -> fragment(1, 0, 3, 1_024));
    }

    @Test
    void aServerOpensAtMost128Channels() throws MalformedException {
        message(ChannelId.of(127, ChannelId.Class.ORDERED), 0, 1);
        malformed(() -> message(ChannelId.of(128, ChannelId.Class.ORDERED), 0, 1));
        malformed(() -> message(UNORDERED, 0, 1));
        message(ROOM, 0, 1);
    }

    @Test
    void aChannelThatHasEndedMakesRoomForAnother() throws MalformedException {
        message(ChannelId.of(127, ChannelId.Class.ORDERED), 0, 1);
        incoming.name(ROOM);
        incoming.onEnd(0, new Frame.End(ROOM, 0));
        taken();
        assertThat(incoming.nextOver()).isEqualTo(ROOM);
        assertThat(incoming.nextOver()).isNull();
        message(ChannelId.of(128, ChannelId.Class.ORDERED), 0, 1);
        message(ROOM, 0, 1);
        assertThat(taken()).as("what comes late on a channel that has ended").isEmpty();
    }

    @Test
    void aFarAwayChannelCostsNothingWhetherAFrameOrAMessageNamesIt() {
        malformed(() -> message(ChannelId.END - 4, 0, 1));
        malformed(() -> incoming.onNamed(ChannelId.END - 4));
        malformed(() -> incoming.onNamed(ChannelId.END));
        malformed(() -> incoming.onNamed((1L << 62) - 1));
        malformed(() -> incoming.onNamed(7));
    }

    @Test
    void aClientOpensNoChannel() throws MalformedException {
        Incoming atServer = new Incoming(new Limits(2_000, 10_000, 4, 30), false, holdings);
        atServer.onMessage(new Frame.Message(ChannelId.CONTROL, 0, ByteBuffer.allocate(1)));
        malformed(() -> atServer.onMessage(new Frame.Message(ROOM, 0, ByteBuffer.allocate(1))));
        malformed(() -> atServer.onEnd(0, new Frame.End(ROOM, 0)));
        malformed(() -> atServer.onCredit(new Frame.Credit(ROOM, 5)));
        atServer.name(ROOM);
        atServer.onCredit(new Frame.Credit(ROOM, 5));
    }

    @Test
    void anEndHoldsBackUntilEverythingBeforeItWasTaken() throws MalformedException {
        incoming.name(ROOM);
        incoming.onEnd(0, new Frame.End(ROOM, 2));
        incoming.onEnd(0, new Frame.End(ROOM, 2));
        message(ROOM, 1, 11);
        taken();
        assertThat(incoming.nextOver()).isNull();
        message(ROOM, 0, 10);
        assertThat(taken()).containsExactly("4: 10", "4: 11");
        assertThat(incoming.nextOver()).isEqualTo(ROOM);
    }

    @Test
    void endsThatContradictWhatCameAreMalformed() throws MalformedException {
        message(ROOM, 1, 1);
        malformed(() -> incoming.onEnd(0, new Frame.End(ROOM, 1)));
        incoming.onEnd(0, new Frame.End(ROOM, 2));
        malformed(() -> incoming.onEnd(0, new Frame.End(ROOM, 3)));
        malformed(() -> message(ROOM, 2, 1));
        malformed(() -> incoming.onEnd(0, new Frame.End(ChannelId.CONTROL, 0)));
        fragment(0, 0, 2, 1_024);
    }

    @Test
    void whereTheLatestCountsAnEndIsAtOnce() throws MalformedException {
        incoming.name(LATEST);
        message(LATEST, 39, 1);
        malformed(() -> incoming.onEnd(0, new Frame.End(LATEST, 39)));
        incoming.onEnd(0, new Frame.End(LATEST, 40));
        malformed(() -> message(LATEST, 40, 1));
        assertThat(taken()).hasSize(1);
        assertThat(incoming.nextOver()).isEqualTo(LATEST);
    }
}
