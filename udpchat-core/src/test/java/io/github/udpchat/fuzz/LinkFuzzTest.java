package io.github.udpchat.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.junit.Lifecycle;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.session.BareLink;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.FrameReader;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.MalformedException;

/**
 * One side of a session alone, against a model: the input is a script of the frames in the peer's packets, of what this side
 * says, and of time.
 */
class LinkFuzzTest {

    private static final InetSocketAddress PEER = Drain.address("198.51.100.1", 4001);
    private static final Limits LIMITS = new Limits(4_096, 8_192, 16, 30);
    private static final List<Long> CHANNELS = List.of(ChannelId.of(1, ChannelId.Class.ORDERED),
            ChannelId.of(0, ChannelId.Class.UNORDERED), ChannelId.of(0, ChannelId.Class.LATEST));
    private static final long LONGEST_STEP_MILLIS = 5_000;
    private static final int MOST_TIMERS = 10_000;

    private final LinkModel model = new LinkModel(LIMITS);
    private final Outbox out = new Outbox();
    private final Drain drain = new Drain();
    private final Seal sending = new Seal(BareLink.SESSION, BareLink.bytes(2));
    private final Seal receiving = new Seal(BareLink.SESSION, BareLink.bytes(1));
    private long now = 1_000_000_000;
    private long largestReceived = -1;
    private boolean client;
    private BareLink link;

    @FuzzTest(lifecycle = Lifecycle.PER_EXECUTION)
    void aSideOfASessionDoesWhatTheModelSays(byte[] bytes) throws MalformedException {
        FuzzInput script = new FuzzInput(bytes);
        client = script.next(2) == 1;
        link = new BareLink(now, client, LIMITS, PEER, model::handsOn);
        link.open(now, client ? CHANNELS.subList(0, 1) : CHANNELS, out);
        while (script.hasMore() && link.isOpen()) {
            step(script);
            take();
            if (link.isOpen()) {
                model.requireBounded();
            }
        }
        passes(TimeUnit.SECONDS.toMillis(2 * LIMITS.idleTimeoutSeconds()));
        assertThat(link.isOpen()).as("open after a long silence").isFalse();
        assertThat(link.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    private void step(FuzzInput script) {
        switch (script.next(8)) {
            case 0, 1, 2, 3 -> comes(script.piece());
            case 4 -> {
                sending.skip(script.next());
                comes(script.piece());
            }
            case 5 -> passes(script.nextTwo() % LONGEST_STEP_MILLIS);
            case 6 -> says(script);
            default -> comes(largestReceived < 0 ? new byte[] {1} : Frames.bytes(List.of(Frames.ack(largestReceived))));
        }
    }

    private void says(FuzzInput script) {
        int which = script.next(CHANNELS.size() + 1);
        long channel = which == CHANNELS.size() ? ChannelId.CONTROL : CHANNELS.get(which);
        boolean whole = channel == ChannelId.CONTROL || ChannelId.classOf(channel) == ChannelId.Class.LATEST;
        for (int times = 1 + script.next(); times > 0; times--) {
            int bytes = script.nextTwo() % (whole ? 1_024 : LIMITS.maxMessageBytes() + 1);
            boolean taken = link.send(now, channel, ByteBuffer.allocate(bytes), out);
            model.says(channel, bytes, taken);
            take();
        }
    }

    private void comes(byte[] piece) {
        byte[] bytes = piece.length == 0 ? new byte[1] : piece;
        byte[] frames = Arrays.copyOf(bytes, Math.min(bytes.length, Seal.MOST_FRAMES_BYTES));
        boolean wellFormed = true;
        try {
            FrameReader.read(ByteBuffer.wrap(frames), client).forEach(model::comes);
        } catch (MalformedException e) {
            wellFormed = false;
        }
        boolean taken = link.onData(now, ByteBuffer.wrap(sending.seal(frames)), out);
        assertThat(taken && !wellFormed).as("what is malformed is taken").isFalse();
        assertThat(taken || !link.isOpen()).as("a violation closes").isTrue();
        take();
    }

    private void passes(long millis) {
        long until = now + TimeUnit.MILLISECONDS.toNanos(millis);
        for (int timers = 0; link.nextDeadline() <= until; timers++) {
            assertThat(timers).as("timers").isLessThan(MOST_TIMERS);
            now = Math.max(now, link.nextDeadline());
            link.onTimer(now, out);
            take();
            assertThat(link.nextDeadline()).as("the next deadline").isGreaterThan(now);
        }
        now = until;
    }

    private void take() {
        drain.take(now, out);
        for (Drain.Sent sent : drain.sent) {
            long number = ByteBuffer.wrap(sent.datagram()).getLong(10);
            assertThat(number).isGreaterThan(largestReceived);
            largestReceived = number;
            byte[] bytes = receiving.open(sent.datagram());
            try {
                model.sends(number, Frames.requireSame(bytes, FrameReader.read(ByteBuffer.wrap(bytes), !client)));
            } catch (MalformedException e) {
                throw new AssertionError("what was sent is malformed", e);
            }
        }
        drain.forget();
    }
}
