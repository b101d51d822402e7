package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Where the client of a session is, and where it may be now: PROTOCOL.md, section 2.12. The session is known by its number, so
 * that a client whose address changes goes on; but an address gets nothing to speak of before it has shown that the client
 * receives there. Owned by one {@link Link}; a client's has one path for ever.
 *
 * <pre>
 *   one path --newest packet from elsewhere--> candidate --its response from there--> one path, the new one
 *      ^                                          |
 *      '----newest packet or response from the----'
 *           current address, 6 s
 * </pre>
 */
final class Paths {

    /** A candidate that has not answered for so long is forgotten. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

    /** A candidate is replaced by another one so often at most. */
    static final long BETWEEN_CANDIDATES_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** When challenges are sent, from the moment that there is a candidate. */
    private static final long[] CHALLENGES_NANOS = {0, TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(3)};

    /** What a challenge takes as a datagram. */
    private static final int CHALLENGE_BYTES = DataPacket.HEADER_BYTES + new Frame.PathChallenge(0).bytes()
            + DataPacket.TAG_BYTES;

    private final Entropy entropy;
    private InetSocketAddress current;
    private @Nullable Candidate candidate;
    private long candidateFrom = Long.MIN_VALUE;

    private static final class Candidate {

        private final InetSocketAddress address;
        private final Challenges there;
        private final Challenges here;
        private final long since;
        private long unansweredBytes;

        Candidate(long now, InetSocketAddress address, long thereData, long hereData) {
            this.address = address;
            this.there = new Challenges(thereData);
            this.here = new Challenges(hereData);
            this.since = now;
        }

        boolean mayBeChallenged() {
            return unansweredBytes >= CHALLENGE_BYTES;
        }
    }

    /** The challenges for one of the two addresses, all with the same bytes. */
    private static final class Challenges {

        private final long data;
        private int sent;

        /** Another packet came from there: the last challenge, or its response, may be lost. */
        private boolean isDueAgain;

        Challenges(long data) {
            this.data = data;
        }

        long dueAt(long since) {
            if (isDueAgain) {
                return since;
            }
            return sent < CHALLENGES_NANOS.length ? since + CHALLENGES_NANOS[sent] : Machine.NEVER;
        }
    }

    /** A challenge that is to be sent. */
    record Challenge(InetSocketAddress to, Frame.PathChallenge frame) {}

    /** What a response has shown. */
    enum Change {
        NONE, ANOTHER_PORT, ANOTHER_ADDRESS
    }

    Paths(InetSocketAddress first, Entropy entropy) {
        this.current = first;
        this.entropy = entropy;
    }

    /** {@return where the client is, as far as is known for sure} */
    InetSocketAddress current() {
        return current;
    }

    // ---- what comes

    /**
     * An authentic packet came.
     *
     * @param newest whether its number is above all others that came
     */
    void onPacket(long now, InetSocketAddress from, int bytes, boolean newest) {
        if (from.equals(current)) {
            candidate = newest ? null : candidate;
            return;
        }
        if (newest && !isCandidate(from) && now >= candidateFrom) {
            candidate = new Candidate(now, from, entropy.nextLong(), entropy.nextLong());
            candidateFrom = now + BETWEEN_CANDIDATES_NANOS;
        }
        if (candidate != null && isCandidate(from)) {
            candidate.unansweredBytes += bytes;
            candidate.there.isDueAgain = true;
        }
    }

    private boolean isCandidate(InetSocketAddress address) {
        return candidate != null && candidate.address.equals(address);
    }

    /** The client answers a challenge, from some address. A response that fits none is late. */
    Change onResponse(InetSocketAddress from, Frame.PathResponse response) {
        Candidate asked = candidate;
        if (asked == null) {
            return Change.NONE;
        }
        if (from.equals(current) && response.data() == asked.here.data) {
            candidate = null;
        } else if (from.equals(asked.address) && response.data() == asked.there.data) {
            boolean sameHost = current.getAddress().equals(asked.address.getAddress());
            current = asked.address;
            candidate = null;
            return sameHost ? Change.ANOTHER_PORT : Change.ANOTHER_ADDRESS;
        }
        return Change.NONE;
    }

    // ---- what goes

    /** {@return the next challenge that is due, which counts as sent; or null} */
    @Nullable
    Challenge nextChallenge(long now) {
        Candidate asked = candidate;
        if (asked == null) {
            return null;
        }
        if (asked.there.dueAt(asked.since) <= now && asked.mayBeChallenged()) {
            asked.there.sent += asked.there.isDueAgain && asked.there.sent > 0 ? 0 : 1;
            asked.there.isDueAgain = false;
            asked.unansweredBytes -= CHALLENGE_BYTES;
            return new Challenge(asked.address, new Frame.PathChallenge(asked.there.data));
        }
        if (asked.here.dueAt(asked.since) <= now) {
            asked.here.sent++;
            return new Challenge(current, new Frame.PathChallenge(asked.here.data));
        }
        return null;
    }

    /** The time of {@link #nextDeadline} may have come: a candidate may have had its time. */
    void onTimer(long now) {
        if (candidate != null && now - candidate.since >= PATIENCE_NANOS) {
            candidate = null;
        }
    }

    /** {@return when {@link #onTimer} or {@link #nextChallenge} has something to do} */
    long nextDeadline() {
        Candidate asked = candidate;
        if (asked == null) {
            return Machine.NEVER;
        }
        long there = asked.mayBeChallenged() ? asked.there.dueAt(asked.since) : Machine.NEVER;
        return Math.min(Math.min(there, asked.here.dueAt(asked.since)), asked.since + PATIENCE_NANOS);
    }
}
