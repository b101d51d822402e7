package io.github.udpchat.internal.session;

import java.time.Duration;

import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * The time after a session's own CLOSE: PROTOCOL.md, section 2.11. The CLOSE is said again a few times, and to whoever does
 * not seem to have heard it. Owned by one {@link Link}.
 */
final class Closing {

    /** So long the session is remembered; then it is over. */
    static final Duration LINGER = Duration.ofSeconds(3);

    /** Whoever can't linger says CLOSE so many times at once. */
    static final int GOODBYES = 3;

    private static final long[] REPEATS_NANOS = {Duration.ofMillis(500).toNanos(), Duration.ofMillis(1500).toNanos()};
    private static final long BETWEEN_ANSWERS_NANOS = Duration.ofMillis(100).toNanos();

    private final Frame.Close frame;
    private final long since;
    private int repeats;
    private long answerFrom;

    Closing(long now, Frame.Close frame) {
        this.frame = frame;
        this.since = now;
        this.answerFrom = now + BETWEEN_ANSWERS_NANOS;
    }

    Frame.Close frame() {
        return frame;
    }

    boolean isOver(long now) {
        return now - since >= LINGER.toNanos();
    }

    /** {@return whether the CLOSE is due again; counts as said} */
    boolean isDueAgain(long now) {
        boolean due = false;
        for (; repeats < REPEATS_NANOS.length && now - since >= REPEATS_NANOS[repeats]; repeats++) {
            due = true;
        }
        return due;
    }

    /**
     * {@return the answer to an authentic packet that came now, which counts as given; or null if there is to be none}
     *
     * @param mostBytes how long it may be as a datagram; without its text it is shorter
     */
    Frame.@Nullable Close answer(long now, int mostBytes) {
        if (now < answerFrom) {
            return null;
        }
        Frame.Close answer = isWithin(mostBytes, frame) ? frame : new Frame.Close(frame.code(), "");
        if (!isWithin(mostBytes, answer)) {
            return null;
        }
        answerFrom = now + BETWEEN_ANSWERS_NANOS;
        return answer;
    }

    private static boolean isWithin(int mostBytes, Frame.Close answer) {
        return DataPacket.HEADER_BYTES + answer.bytes() + DataPacket.TAG_BYTES <= mostBytes;
    }

    /** {@return when something is due} */
    long nextDeadline() {
        long next = repeats < REPEATS_NANOS.length ? REPEATS_NANOS[repeats] : LINGER.toNanos();
        return since + next;
    }
}
