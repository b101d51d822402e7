package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.Limits;
import org.junit.jupiter.api.Test;

/** What goes next: PROTOCOL.md, section 2.9. */
class OutgoingTest {

    private static final long ROOM = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final long OTHER_ROOM = ChannelId.of(2, ChannelId.Class.ORDERED);
    private static final long LATEST = ChannelId.of(0, ChannelId.Class.LATEST);

    private final Outgoing outgoing = new Outgoing(new Limits(1_024, 4_096, 3, 30), new Holdings(Long.MAX_VALUE));

    private void add(long channel, int bytes) {
        assertThat(outgoing.add(channel, ByteBuffer.allocate(bytes))).isTrue();
    }

    /** Sends all that may be sent, and says what it was. */
    private List<Carried.Part> drain() {
        List<Carried.Part> sent = new ArrayList<>();
        for (Carried.Part part = outgoing.next(); part != null; part = outgoing.next()) {
            outgoing.sent(part);
            sent.add(part);
        }
        return sent;
    }

    private static List<String> shown(List<Carried.Part> parts) {
        return parts.stream()
                .map(part -> part.message().channel().id() + "/" + part.message().number() + "/" + part.index())
                .toList();
    }

    @Test
    void channelsTakeTurns() {
        add(ROOM, 1);
        add(ROOM, 1);
        add(OTHER_ROOM, 1);
        assertThat(shown(drain())).containsExactly("4/0/0", "8/0/0", "4/1/0");
    }

    @Test
    void aChannelWithoutCreditLetsOthersGo() {
        for (int i = 0; i < 5; i++) {
            add(ROOM, 1);
        }
        add(OTHER_ROOM, 1);
        assertThat(shown(drain())).containsExactly("4/0/0", "8/0/0", "4/1/0", "4/2/0");
        outgoing.allow(ROOM, 2);
        assertThat(drain()).as("a lower limit than before").isEmpty();
        outgoing.allow(ROOM, 4);
        assertThat(shown(drain())).containsExactly("4/3/0");
    }

    @Test
    void aMessageBeginsOnlyIfTheSessionsCreditCoversAllOfIt() {
        add(ROOM, 3_000);
        add(ROOM, 1_097);
        add(OTHER_ROOM, 1_000);
        assertThat(shown(drain())).containsExactly("4/0/0", "4/0/1", "4/0/2", "8/0/0");
        outgoing.allowBytes(5_096);
        assertThat(drain()).isEmpty();
        outgoing.allowBytes(5_097);
        assertThat(shown(drain())).containsExactly("4/1/0");
    }

    @Test
    void theControlChannelNeedsNoneOfTheSessionsCredit() {
        add(ROOM, 4_096);
        drain();
        add(ROOM, 1);
        add(ChannelId.CONTROL, 1_000);
        assertThat(shown(drain())).containsExactly("0/0/0");
    }

    @Test
    void whatIsLostGoesFirstUntilItHasArrived() {
        add(ROOM, 1);
        add(ROOM, 1);
        List<Carried.Part> sent = drain();
        add(OTHER_ROOM, 1);
        outgoing.lost(sent.get(1));
        assertThat(shown(drain())).containsExactly("4/1/0", "8/0/0");
        outgoing.lost(sent.get(0));
        outgoing.arrived(sent.get(0));
        assertThat(drain()).as("it came after all").isEmpty();
    }

    @Test
    void thereIsRoomAgainWhenAMessageHasArrivedAndNotBefore() {
        for (int i = 0; i < Outgoing.MOST_MESSAGES; i++) {
            add(ROOM, 1);
        }
        assertThat(outgoing.add(ROOM, ByteBuffer.allocate(1))).isFalse();
        List<Carried.Part> sent = drain();
        assertThat(outgoing.add(ROOM, ByteBuffer.allocate(1))).isFalse();
        outgoing.arrived(sent.getFirst());
        outgoing.arrived(sent.getFirst());
        assertThat(outgoing.add(ROOM, ByteBuffer.allocate(1))).isTrue();
        assertThat(outgoing.add(ROOM, ByteBuffer.allocate(1))).isFalse();
    }

    @Test
    void bytesAreBoundedButForASingleMessage() {
        add(ROOM, Outgoing.MOST_BYTES + 1);
        assertThat(outgoing.add(ROOM, ByteBuffer.allocate(0))).isFalse();
    }

    @Test
    void theLatestReplacesWhatWaitsAndIsNeverSentAgain() {
        add(LATEST, 1);
        add(LATEST, 2);
        List<Carried.Part> sent = drain();
        assertThat(shown(sent)).containsExactly("2/0/0");
        assertThat(sent.getFirst().message().bytes()).isEqualTo(2);
        outgoing.lost(sent.getFirst());
        assertThat(outgoing.hasNext()).isFalse();
    }

    @Test
    void theLatestUsesNoCredit() {
        for (int i = 0; i < 20; i++) {
            add(LATEST, 1_000);
            assertThat(drain()).hasSize(1);
        }
    }

    @Test
    void theControlChannelHasRoomOfItsOwn() {
        while (outgoing.add(ROOM, ByteBuffer.allocate(1_000))) {
            assertThat(outgoing.peekEnd()).isNull();
        }
        for (int i = 0; i < Outgoing.MOST_CONTROL_MESSAGES; i++) {
            add(ChannelId.CONTROL, 1_000);
        }
        assertThat(outgoing.add(ChannelId.CONTROL, ByteBuffer.allocate(1))).isFalse();
    }

    @Test
    void theEndOfAChannelDropsWhatHasNoNumberAndIsToldWhenTheRestHasArrived() {
        add(ROOM, 1);
        add(ROOM, 2_000);
        List<Carried.Part> sent = drain();
        add(ROOM, 1);
        outgoing.end(ROOM);
        assertThat(outgoing.hasNext()).isFalse();
        outgoing.arrived(sent.get(1));
        outgoing.lost(sent.get(2));
        outgoing.arrived(sent.get(0));
        assertThat(outgoing.peekEnd()).isNull();
        assertThat(shown(drain())).containsExactly("4/1/1");
        outgoing.arrived(sent.get(2));
        Carried.End end = Objects.requireNonNull(outgoing.peekEnd());
        assertThat(end).isEqualTo(new Carried.End(ROOM, 2));
        outgoing.endTold();
        assertThat(outgoing.hasNext()).isFalse();
        outgoing.lost(end);
        assertThat(outgoing.peekEnd()).isEqualTo(end);
    }

    @Test
    void aChannelOnWhichNothingWasSaidEndsAtZero() {
        outgoing.end(OTHER_ROOM);
        assertThat(outgoing.peekEnd()).isEqualTo(new Carried.End(OTHER_ROOM, 0));
    }

    @Test
    void whatWaitsOnOneChannelCanBeKeptToHalfOfTheQueue() {
        Outgoing queue = new Outgoing(new Limits(65_536, 262_144, 3, 30), new Holdings(Long.MAX_VALUE));
        assertThat(queue.isInHalf(ROOM, 65_536)).isTrue();
        queue.add(ROOM, ByteBuffer.allocate(65_536));
        assertThat(queue.isInHalf(ROOM, 65_536)).isTrue();
        queue.add(ROOM, ByteBuffer.allocate(65_535));
        assertThat(queue.isInHalf(ROOM, 1)).isTrue();
        assertThat(queue.isInHalf(ROOM, 2)).isFalse();
        assertThat(queue.isInHalf(OTHER_ROOM, 2)).isTrue();
        for (int i = 1; i <= Outgoing.MOST_MESSAGES / 2; i++) {
            assertThat(queue.isInHalf(OTHER_ROOM, 0)).as("message %s", i).isTrue();
            queue.add(OTHER_ROOM, ByteBuffer.allocate(0));
        }
        assertThat(queue.isInHalf(OTHER_ROOM, 0)).isFalse();
    }
}
