package io.github.udpchat.internal.session;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.wire.AddressKey;
import io.github.udpchat.internal.wire.AddressKeys;

/**
 * The places for sessions that nobody has admitted yet, which bound the memory and the key agreements that strangers can
 * cause: PROTOCOL.md, section 2.2. Owned by one {@link SessionServer}.
 */
final class Places {

    /** So many in all; one more handshake is dropped as HANDSHAKE_LIMIT. */
    static final int MOST = 256;

    /** So many for each site that is not loopback; one more is dropped as HANDSHAKE_LIMIT. */
    static final int MOST_OF_A_SITE = 8;

    /** So long a place stays taken whose handshake failed. */
    static final long SPOILED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final AddressKeys keys;
    private final Map<AddressKey, Integer> takenAtSite = new HashMap<>();
    private final Queue<Spoiled> spoiled = new ArrayDeque<>();
    private int taken;

    /** A place that is taken, by somebody at this site, until it is freed. */
    static final class Place {

        private final AddressKey site;
        private boolean free;

        private Place(AddressKey site) {
            this.site = site;
        }
    }

    private record Spoiled(Place place, long until) {}

    Places(AddressKeys keys) {
        this.keys = keys;
    }

    /** {@return whether somebody at an address may have a place} */
    boolean isFree(InetSocketAddress address) {
        return taken < MOST
                && (address.getAddress().isLoopbackAddress()
                        || takenAtSite.getOrDefault(keys.ofSite(address), 0) < MOST_OF_A_SITE);
    }

    /** Takes a place. */
    Place take(InetSocketAddress address) {
        Place place = new Place(keys.ofSite(address));
        taken++;
        takenAtSite.merge(place.site, 1, Integer::sum);
        return place;
    }

    /** The place is free again, if it is not yet. */
    void free(Place place) {
        if (!place.free) {
            place.free = true;
            taken--;
            takenAtSite.computeIfPresent(place.site, (site, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The place is free again, but not yet: its handshake failed, which is not to be tried at will. */
    void spoil(long now, Place place) {
        spoiled.add(new Spoiled(place, now + SPOILED_NANOS));
    }

    /** Frees the places whose time is over. */
    void onTimer(long now) {
        while (nextDeadline() <= now) {
            free(spoiled.remove().place());
        }
    }

    /** {@return when {@link #onTimer} has something to do} */
    long nextDeadline() {
        return spoiled.isEmpty() ? Machine.NEVER : spoiled.element().until();
    }

    /** {@return how many are taken} */
    int taken() {
        return taken;
    }
}
