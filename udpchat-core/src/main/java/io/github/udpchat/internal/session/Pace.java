package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.PriorityQueue;

import io.github.udpchat.internal.hub.Allowance;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * How fast one member may speak: PROTOCOL.md, section 2.15. What it says is relayed at once, but for what is beyond its
 * {@link Allowance}, or its site's, it gets its credit back only when that is paid; so whoever goes on is slowed to the rate, and
 * nothing is lost. Whoever enters rooms faster than it may is told to ask again. Owned by one {@link ServerSession}.
 *
 * <p>
 * Of a message that waits for its credit there is left a receipt, without content. There are no more of them than the credit of
 * the channels allows that have not ended, and {@link #MOST_OWED} of those that have.
 */
final class Pace {

    /** Faster than so nobody enters rooms, so that the server's listener keeps up. */
    private static final int ENTRIES_PER_SECOND = 10;

    /** So many rooms may be entered at once: all that one may be in, twice. */
    private static final int ENTRIES_BURST = 128;

    /**
     * Who has said so many messages that are not paid enters no room: each has a channel with credit of its own, so whoever leaves
     * one and enters another would never be slowed.
     */
    static final int MOST_OWED = 1_024;

    private final Incoming incoming;
    private RateLimits limits = RateLimits.none();
    private @Nullable Allowance own;
    private Sites.@Nullable Site site;
    private @Nullable Budget entries;
    private boolean over;

    /** Messages that are not paid yet, taken or not. */
    private int owed;

    /** Taken by the application, and not paid yet; that which is paid first stands first. */
    private @Nullable PriorityQueue<Incoming.Receipt> unpaid;

    /** The pace of a session in which there is no member yet. */
    Pace(Incoming incoming) {
        this.incoming = incoming;
    }

    /** The session is a member's, who came from there. */
    void begin(Role role, InetSocketAddress from, Sites sites) {
        if (role != Role.MODERATOR) {
            limits = sites.limits();
            site = sites.enter(from);
        }
    }

    /** The member has gone, and needs no credit any more; what it has said stays its site's debt. */
    void end(long now, Sites sites) {
        over = true;
        unpaid = null;
        if (site != null) {
            sites.leave(now, site);
            site = null;
        }
    }

    /** A message came: says in its receipt from when on the member gets back its credit. */
    Incoming.Arrival charged(long now, Incoming.Arrival message) {
        if (limits.equals(RateLimits.none()) || !ReceiveChannel.usesSessionCredit(message.channel())) {
            return message;
        }
        if (own == null) {
            own = new Allowance(limits);
        }
        int bytes = message.receipt().bytes();
        long paidAt = own.spend(now, bytes);
        if (site != null) {
            paidAt = Math.max(paidAt, site.allowance().spend(now, bytes));
        }
        if (paidAt <= now) {
            return message;
        }
        owed++;
        return new Incoming.Arrival(message.channel(), message.content(),
                new Incoming.Receipt(message.channel(), bytes, paidAt));
    }

    /** {@return whether the member may enter another room now; if so, it counts} */
    boolean mayEnter(long now) {
        if (entries == null) {
            entries = new Budget(ENTRIES_PER_SECOND, ENTRIES_BURST);
        }
        return owed < MOST_OWED && entries.take(now) && (site == null || site.mayHaveFreshCredit(now));
    }

    /** The application takes a message, just now. */
    void onTaken(long now, Incoming.Receipt message) {
        if (over || message.creditFrom() == Incoming.Receipt.AT_ONCE) {
            return;
        }
        if (unpaid == null) {
            unpaid = new PriorityQueue<>(Comparator.comparingLong(Incoming.Receipt::creditFrom));
        }
        unpaid.add(message);
        onTimer(now);
    }

    /** Gives back the credit of what is paid. */
    void onTimer(long now) {
        while (unpaid != null && nextDeadline() <= now) {
            owed--;
            incoming.credit(unpaid.remove());
        }
    }

    /** {@return when {@link #onTimer} has something to do} */
    long nextDeadline() {
        return unpaid == null || unpaid.isEmpty() ? Machine.NEVER : unpaid.element().creditFrom();
    }
}
