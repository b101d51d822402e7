package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.Function;

import io.github.udpchat.internal.hub.PresenceNews;
import io.github.udpchat.internal.wire.PresenceControl;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;

/**
 * What one session has not been told yet about who is in one room: the newest of each participant. Owned by one
 * {@link ServerPresence}.
 *
 * <pre>
 *   ANEW: nothing counts --the list begins--> LISTING: its rest, and what changed --told--> DIFFERENCES --told--> forgotten
 *    ^---------------------too much changed, crowded, crowded no more--'-----------------------'
 * </pre>
 */
final class UntoldPresence {

    /** So much may wait; beyond that the list begins anew, which is shorter. */
    private static final int MOST = PresenceControl.MOST_LISTED;

    private final long channel;
    private boolean anew;
    private boolean listing;

    /** Whom the client does not know. */
    private final SequencedMap<PeerId, Participant> arrived = new LinkedHashMap<>(4);

    /** Whom the client knows as another. */
    private final SequencedMap<PeerId, Participant> changed = new LinkedHashMap<>(4);

    /** Whom the client knows, and who is there no more. */
    private final SequencedSet<PeerId> gone = new LinkedHashSet<>(4);

    /**
     * Nothing yet.
     *
     * @param anew whether the client has no list
     */
    UntoldPresence(long channel, boolean anew) {
        this.channel = channel;
        this.anew = anew;
    }

    /** {@return whether a list is to be told, or its rest} */
    boolean isList() {
        return anew || listing;
    }

    /** {@return whether nothing is left to tell} */
    boolean isTold() {
        return !isList() && isEmpty();
    }

    private boolean isEmpty() {
        return gone.isEmpty() && changed.isEmpty() && arrived.isEmpty();
    }

    /** Something has changed in the room. */
    void onNews(PresenceNews news) {
        if (anew) {
            return;
        }
        switch (news) {
            case PresenceNews.Arrived(Participant who) ->
                (gone.remove(who.id()) ? changed : arrived).put(who.id(), who);
            case PresenceNews.Changed(Participant who) ->
                (arrived.containsKey(who.id()) ? arrived : changed).put(who.id(), who);
            case PresenceNews.Departed(PeerId who) -> {
                if (arrived.remove(who) == null) {
                    changed.remove(who);
                    gone.add(who);
                }
            }
            case PresenceNews.Anew all -> begin();
        }
        if (arrived.size() + changed.size() + gone.size() > MOST) {
            begin();
        }
    }

    private void begin() {
        anew = true;
        listing = false;
        arrived.clear();
        changed.clear();
        gone.clear();
    }

    /** {@return whether who is there must be known for the next message} */
    boolean needsList() {
        return anew;
    }

    /** {@return the next message, of a list that begins} */
    PresenceControl.Present next(Presence everybody) {
        anew = false;
        if (!everybody.complete()) {
            return PresenceControl.Present.crowded(channel);
        }
        listing = true;
        everybody.participants().forEach(who -> arrived.put(who.id(), who));
        return next(true);
    }

    /** {@return the next message} */
    PresenceControl.Present next() {
        return next(false);
    }

    private PresenceControl.Present next(boolean begins) {
        List<Entry> entries = new ArrayList<>();
        // Whoever is gone first: at no time a client has more in its list than were there at once.
        int left = take(gone, who -> new Entry.Gone(who.value()), PresenceControl.Present.roomForEntries(channel),
                entries);
        left = gone.isEmpty() ? take(changed.values(), UntoldPresence::here, left, entries) : 0;
        left = changed.isEmpty() ? take(arrived.values(), UntoldPresence::here, left, entries) : 0;
        boolean completes = listing && isEmpty();
        listing = listing && !completes;
        return new PresenceControl.Present(channel, begins, completes, false, entries);
    }

    private static Entry here(Participant who) {
        return new Entry.Here(who.id().value(), who.role(), who.name());
    }

    /** Takes entries as long as they fit; returns how many bytes are left for others. */
    private static <T> int take(Collection<T> from, Function<T, Entry> entryOf, int room, List<Entry> entries) {
        int left = room;
        for (Iterator<T> next = from.iterator(); next.hasNext();) {
            Entry entry = entryOf.apply(next.next());
            if (entry.bytes() > left) {
                return 0;
            }
            left -= entry.bytes();
            entries.add(entry);
            next.remove();
        }
        return left;
    }
}
