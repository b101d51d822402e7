package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;
import org.junit.jupiter.api.Test;

/** Channels that a server opens and that may never be used: PROTOCOL.md, section 2.9. */
class OpenedChannelsTest {

    private static final long FIRST = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final long SECOND = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final long LATEST = ChannelId.of(0, ChannelId.Class.LATEST);

    private final Incoming incoming = new Incoming(
            new Limits(2048, 4096, 4, 30), false, new Holdings(Long.MAX_VALUE));

    private static Frame.Message message(long channel, long number) {
        return new Frame.Message(channel, number, ByteBuffer.allocate(1));
    }

    @Test
    void aChannelInReserveIsOpenAndTakesWhatComes() throws MalformedException {
        incoming.name(FIRST);
        incoming.nameInReserve(SECOND);
        incoming.nameInReserve(LATEST);
        assertThat(incoming.isOpen(SECOND)).isTrue();
        assertThat(incoming.isOpen(LATEST)).isTrue();
        incoming.onMessage(message(SECOND, 0));
        incoming.onMessage(message(SECOND, 0));
        incoming.onMessage(message(LATEST, 3));
        incoming.onMessage(message(LATEST, 2));
        assertThat(incoming.take()).isEqualTo(new Incoming.Arrival(SECOND, ByteBuffer.allocate(1)));
        assertThat(incoming.take()).isEqualTo(new Incoming.Arrival(LATEST, ByteBuffer.allocate(1)));
        assertThat(incoming.take()).isNull();
    }

    @Test
    void aChannelThatWasNotOpenedIsNotInReserve() {
        incoming.nameInReserve(FIRST);
        assertThat(incoming.isOpen(SECOND)).isFalse();
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> incoming.onMessage(message(SECOND, 0)));
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> incoming.onMessage(message(LATEST, 0)));
    }

    @Test
    void creditIsKeptFromTheFirstMessageOn() throws MalformedException {
        incoming.nameInReserve(FIRST);
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> incoming.onMessage(message(FIRST, 4)));
        incoming.onMessage(message(FIRST, 3));
        assertThat(incoming.take()).as("0 to 2 are missing").isNull();
    }

    @Test
    void whatHasEndedDoesNotBeginAgain() throws MalformedException {
        incoming.nameInReserve(FIRST);
        incoming.onMessage(message(FIRST, 0));
        incoming.taken(incoming.take().receipt());
        incoming.answerDue(FIRST);
        incoming.onEnd(new Frame.End(FIRST, 1));
        assertThat(incoming.take()).isNull();
        assertThat(incoming.isOpen(FIRST)).isFalse();
        incoming.onMessage(message(FIRST, 1));
        assertThat(incoming.take()).isNull();
    }
}
