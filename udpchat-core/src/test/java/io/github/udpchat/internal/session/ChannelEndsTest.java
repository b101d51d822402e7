package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import org.junit.jupiter.api.Test;

/** How channels begin and end at a receiver, as far as the test vectors do not show it: PROTOCOL.md, section 2.9. */
class ChannelEndsTest {

    private static final Limits LIMITS = new Limits(2048, 4096, 4, 30);
    private static final long ROOM = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final long LATEST = ChannelId.of(0, ChannelId.Class.LATEST);

    private final Holdings holdings = new Holdings(Long.MAX_VALUE);
    private final Incoming server = new Incoming(LIMITS, false, holdings);
    private final Incoming client = new Incoming(LIMITS, true, holdings);

    private static Frame.Message message(long channel, long number) {
        return new Frame.Message(channel, number, ByteBuffer.allocate(1));
    }

    private static Frame.Fragment half(long number) {
        return new Frame.Fragment(ROOM, number, 0, 2, ByteBuffer.allocate(Frame.Fragment.BYTES));
    }

    @Test
    void whatIsDroppedWithAChannelCountsAsTaken() throws MalformedException {
        server.name(ROOM);
        server.onFragment(half(1));
        server.onFragment(half(2));
        assertThat(server.hasCreditDue()).isFalse();
        server.answerDue(ROOM);
        server.onEnd(0, new Frame.End(ROOM, 3));
        assertThat(server.peekCredit()).isEqualTo(new Frame.SessionCredit(4096 + 2 * Frame.Fragment.BYTES));
    }

    @Test
    void whatWasWholeBeforeTheClientsEndIsStillHandedOn() throws MalformedException {
        server.name(ROOM);
        server.answerDue(ROOM);
        server.onMessage(message(ROOM, 0));
        server.onEnd(0, new Frame.End(ROOM, 1));
        Incoming.Arrival last = server.take();
        assertThat(last).isEqualTo(new Incoming.Arrival(ROOM, ByteBuffer.allocate(1)));
        assertThat(server.take()).isNull();
        assertThat(server.nextOver()).as("the application still has it").isNull();
        server.taken(0, last);
        assertThat(server.nextOver()).isEqualTo(ROOM);
        assertThat(holdings.bytes()).isZero();
    }

    @Test
    void aSecondAnswerToAnEndIsLateAndNothingElse() throws MalformedException {
        server.name(ROOM);
        server.answerDue(ROOM);
        server.onEnd(0, new Frame.End(ROOM, 0));
        server.onEnd(0, new Frame.End(ROOM, 0));
        server.onMessage(message(ROOM, 7));
        assertThat(server.take()).isNull();
    }

    @Test
    void anUnreliableChannelEndsBehindItsNewestMessage() throws MalformedException {
        client.onNamed(LATEST);
        client.onMessage(message(LATEST, 7));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> client.onEnd(0, new Frame.End(LATEST, 7)));
        client.onEnd(0, new Frame.End(LATEST, 8));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> client.onMessage(message(LATEST, 8)));
    }

    @Test
    void aClientBearsSoManyChannelsAndNoMore() throws MalformedException {
        long last = ChannelId.of(Incoming.MOST_CHANNELS - 1, ChannelId.Class.ORDERED);
        long tooMany = ChannelId.of(Incoming.MOST_CHANNELS, ChannelId.Class.ORDERED);
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> client.onNamed(tooMany));
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> client.onNamed(ChannelId.of((ChannelId.END >> 2) - 1, ChannelId.Class.ORDERED)));
        client.onNamed(last);
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> client.onCredit(new Frame.Credit(LATEST, 9)));
    }

    @Test
    void whatComesOnAChannelWithoutANameWaitsForIt() throws MalformedException {
        client.onMessage(message(ROOM, 0));
        assertThat(client.take()).isNull();
        client.onNamed(ROOM);
        assertThat(client.take()).isEqualTo(new Incoming.Arrival(ROOM, ByteBuffer.allocate(1)));
    }
}
