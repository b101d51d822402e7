package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.udpchat.internal.hub.Allowance;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;
import io.github.udpchat.model.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * What the members of each site (an IPv4 address or the /64 of an IPv6 address; not loopback) may say together: PROTOCOL.md,
 * section 2.15. A site is remembered while there is a session of it, and until all that it has said is paid for. Owned by one
 * {@link SessionServer}.
 */
final class Sites {

    /** A site may say so many times as much as one session: families, offices and whole providers share an address. */
    static final int SHARE = 8;

    /** What would take a site longer to pay is given, so that who floods from there does not keep the others silent for longer. */
    static final Duration MOST_DEBT = Duration.ofMinutes(1);

    private static final int FRESH_PER_SECOND = 1;

    /** So many are remembered without a session; beyond that the one is forgotten that will have paid first. */
    static final int MOST_RESTING = 10_000;

    private final RateLimits limits;
    private final AddressKeys keys;
    private final Map<AddressKey, Site> sites = new HashMap<>();
    private final DeadlineQueue<Site> resting = new DeadlineQueue<>();

    /** One site. */
    static final class Site extends DeadlineQueue.Entry {

        private final AddressKey key;
        private final Allowance allowance;
        private int sessions;

        /** Made when the site owes for the first time. */
        private @Nullable Budget freshWhileOwing;

        private Site(AddressKey key, Allowance allowance) {
            this.key = key;
            this.allowance = allowance;
        }

        Allowance allowance() {
            return allowance;
        }

        /**
         * {@return whether somebody here may have the fresh credit of another session or room; if so, it counts} While nothing is left
         * of what the site may say, that is one a second for all of them: or whoever begins anew for each burst would never be slowed.
         */
        boolean mayHaveFreshCredit(long now) {
            if (allowance.hasAny(now)) {
                return true;
            }
            if (freshWhileOwing == null) {
                freshWhileOwing = new Budget(FRESH_PER_SECOND, FRESH_PER_SECOND);
            }
            return freshWhileOwing.take(now);
        }
    }

    Sites(RateLimits limits, AddressKeys keys) {
        this.limits = limits;
        this.keys = keys;
    }

    /** {@return the limits of one session} */
    RateLimits limits() {
        return limits;
    }

    /** A member has come from an address; returns the site with which it shares, or null if with none. */
    @Nullable
    Site enter(InetSocketAddress from) {
        if (isOfNoSite(from)) {
            return null;
        }
        Site site = sites.computeIfAbsent(keys.ofSite(from),
                key -> new Site(key, new Allowance(limits, SHARE, MOST_DEBT)));
        site.sessions++;
        resting.set(site, Machine.NEVER);
        return site;
    }

    /** {@return whether a session may begin at an address; see {@link Site#mayHaveFreshCredit}} */
    boolean mayBegin(long now, InetSocketAddress from) {
        Site site = isOfNoSite(from) ? null : sites.get(keys.ofSite(from));
        return site == null || site.mayHaveFreshCredit(now);
    }

    private boolean isOfNoSite(InetSocketAddress from) {
        return from.getAddress().isLoopbackAddress() || limits.equals(RateLimits.none());
    }

    /** A member of a site has gone. */
    void leave(long now, Site site) {
        site.sessions--;
        if (site.sessions > 0) {
            return;
        }
        if (site.allowance.fullAt() <= now) {
            sites.remove(site.key);
            return;
        }
        resting.set(site, site.allowance.fullAt());
        if (resting.size() > MOST_RESTING) {
            forget(resting.first());
        }
    }

    private void forget(Site site) {
        resting.set(site, Machine.NEVER);
        sites.remove(site.key);
    }

    /** {@return when {@link #onTimer} has something to do} */
    long nextDeadline() {
        return resting.earliest();
    }

    /** Forgets the sites that have paid, and of which nobody is there. */
    void onTimer(long now) {
        while (resting.earliest() <= now) {
            forget(resting.first());
        }
    }

    /** {@return how many are remembered} */
    int size() {
        return sites.size();
    }
}
