package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Entropy;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.Trace;
import io.github.udpchat.internal.wire.AddressKeys;
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

    /** Challenges for one address are so far apart at least. */
    static final long BETWEEN_CHALLENGES_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** When challenges are sent, from the moment that there is a candidate. */
    private static final long[] CHALLENGES_NANOS = {0, TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(3)};

    /** What a challenge takes as a datagram. */
    private static final int CHALLENGE_BYTES = DataPacket.HEADER_BYTES + new Frame.PathChallenge(0).bytes()
            + DataPacket.TAG_BYTES;

    private final long session;
    private final Entropy entropy;
    private InetSocketAddress current;
    private @Nullable Candidate candidate;
    private long candidateFrom = Long.MIN_VALUE;

    /** Candidates that others took the place of, whose responses may still come: at most those of {@link #PATIENCE_NANOS}. */
    private final List<Candidate> earlier = new ArrayList<>(0);

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

        boolean isGivenUp(long now) {
            return now - since >= PATIENCE_NANOS;
        }
    }

    /** The challenges for one of the two addresses, all with the same bytes. */
    private static final class Challenges {

        private final long data;
        private int sent;
        private long notBefore = Long.MIN_VALUE;

        /** Another packet came from there: the last challenge, or its response, may be lost. */
        private boolean isDueAgain;

        Challenges(long data) {
            this.data = data;
        }

        long dueAt(long since) {
            if (isDueAgain) {
                return Math.max(since, notBefore);
            }
            return sent < CHALLENGES_NANOS.length ? Math.max(since + CHALLENGES_NANOS[sent], notBefore) : Machine.NEVER;
        }

        Frame.PathChallenge next(long now) {
            sent += isDueAgain && sent > 0 ? 0 : 1;
            isDueAgain = false;
            notBefore = now + BETWEEN_CHALLENGES_NANOS;
            return new Frame.PathChallenge(data);
        }
    }

    /** A challenge that is to be sent. */
    record Challenge(InetSocketAddress to, Frame.PathChallenge frame) {}

    /** What a response has shown. */
    enum Change {
        NONE, ANOTHER_PORT, ANOTHER_ADDRESS
    }

    Paths(long session, InetSocketAddress first, Entropy entropy) {
        this.session = session;
        this.current = first;
        this.entropy = entropy;
    }

    /** {@return where the client is, as far as is known for sure} */
    InetSocketAddress current() {
        return current;
    }

    /** {@return whether the client is known to be at an address} */
    boolean isCurrent(InetSocketAddress address) {
        return AddressKeys.areSame(address, current);
    }

    // ---- what comes

    /**
     * An authentic packet came.
     *
     * @param newest whether its number is above all others that came
     */
    void onPacket(long now, InetSocketAddress from, int bytes, boolean newest) {
        if (isCurrent(from)) {
            if (newest) {
                forgetCandidates();
            }
            return;
        }
        if (newest && !isCandidate(from) && now >= candidateFrom) {
            candidate = nextCandidate(now, from, candidate);
            candidateFrom = now + BETWEEN_CANDIDATES_NANOS;
        }
        if (candidate != null && isCandidate(from)) {
            candidate.unansweredBytes += bytes;
            candidate.there.isDueAgain = true;
        }
    }

    /** A client may come from two addresses in turns; the responses to both count, however long they take. */
    private Candidate nextCandidate(long now, InetSocketAddress from, @Nullable Candidate replaced) {
        earlier.removeIf(old -> old.isGivenUp(now));
        if (replaced != null && !replaced.isGivenUp(now)) {
            earlier.add(replaced);
        }
        Candidate again = find(from);
        earlier.remove(again);
        return again == null ? new Candidate(now, from, entropy.nextLong(), entropy.nextLong()) : again;
    }

    private @Nullable Candidate find(InetSocketAddress address) {
        for (Candidate old : earlier) {
            if (AddressKeys.areSame(old.address, address)) {
                return old;
            }
        }
        return null;
    }

    private void forgetCandidates() {
        candidate = null;
        earlier.clear();
    }

    private boolean isCandidate(InetSocketAddress address) {
        return candidate != null && AddressKeys.areSame(candidate.address, address);
    }

    /** The client answers a challenge, from some address. A response that fits none is late. */
    Change onResponse(long now, InetSocketAddress from, Frame.PathResponse response, Outbox out) {
        if (isCurrent(from)) {
            if (candidate != null && response.data() == candidate.here.data) {
                forgetCandidates();
            }
            return Change.NONE;
        }
        Candidate asked = isCandidate(from) ? candidate : find(from);
        if (asked == null || asked.isGivenUp(now) || response.data() != asked.there.data) {
            return Change.NONE;
        }
        boolean sameHost = AddressKeys.areOfOneHost(current, asked.address);
        out.trace(new Trace.PathChanged(session, current, asked.address));
        current = asked.address;
        forgetCandidates();
        return sameHost ? Change.ANOTHER_PORT : Change.ANOTHER_ADDRESS;
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
            asked.unansweredBytes -= CHALLENGE_BYTES;
            return new Challenge(asked.address, asked.there.next(now));
        }
        if (asked.here.dueAt(asked.since) <= now) {
            return new Challenge(current, asked.here.next(now));
        }
        return null;
    }

    /** The time of {@link #nextDeadline} may have come: a candidate may have had its time. */
    void onTimer(long now) {
        if (candidate != null && candidate.isGivenUp(now)) {
            forgetCandidates();
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
