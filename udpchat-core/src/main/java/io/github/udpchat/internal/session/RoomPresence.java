package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PresenceControl;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a room as far as a client knows, and what of that its application has heard: PROTOCOL.md, section 2.15. Owned by one
 * {@link Membership}, so that the list lasts over the loss of a session, until the next one has come.
 *
 * <pre>
 *   UNLISTED --begins--> LISTING --complete--> LISTED
 *     ^  any --crowded--> UNLISTED     any --begins--> LISTING     any --the session is lost--> UNLISTED
 * </pre>
 */
final class RoomPresence {

    private State state = State.UNLISTED;

    /** What the application sees. */
    private SequencedMap<PeerId, Participant> seen = new LinkedHashMap<>(2);

    /** The list that is on its way; the same as what is seen when it is complete. */
    private SequencedMap<PeerId, Participant> listed = seen;

    /** What the application has heard of. */
    private SequencedMap<PeerId, Participant> heard = seen;

    /** What is seen is new as a whole, and was not told. */
    private boolean anew;
    private boolean crowded;

    private enum State {
        UNLISTED, LISTING, LISTED
    }

    // ---- what comes

    /** The server says who is there, or what has changed. Returns whether that is news for the application. */
    boolean onPresent(PresenceControl.Present message) throws MalformedException {
        if (message.crowded()) {
            state = State.UNLISTED;
            seen = new LinkedHashMap<>(2);
            anew = true;
            crowded = true;
            return true;
        }
        if (message.begins()) {
            state = State.LISTING;
            listed = new LinkedHashMap<>();
        }
        if (state == State.UNLISTED || message.completes() && state == State.LISTED) {
            throw new MalformedException("who is in a room changes, or is complete, and no list has begun");
        }
        if (state == State.LISTED && heard == listed) {
            heard = new LinkedHashMap<>(listed);
        }
        apply(message.entries());
        if (message.completes()) {
            state = State.LISTED;
            seen = listed;
            anew = true;
            crowded = false;
        }
        return state == State.LISTED;
    }

    private void apply(List<Entry> entries) throws MalformedException {
        Set<Long> named = new TreeSet<>();
        for (Entry entry : entries) {
            if (!named.add(entry.participant())) {
                throw new MalformedException("two entries of a participant in one message");
            }
            PeerId who = new PeerId(entry.participant());
            switch (entry) {
                case Entry.Gone gone -> {
                    if (listed.remove(who) == null) {
                        throw new MalformedException("somebody is gone who was not listed");
                    }
                }
                case Entry.Here here -> listed.put(who, new Participant(who, here.name(), here.role()));
            }
            if (listed.size() > PresenceControl.MOST_LISTED) {
                throw new MalformedException("more are listed than a list may have");
            }
        }
    }

    /** The session is lost: the list is of before, until the next one has come. */
    void interrupted() {
        state = State.UNLISTED;
    }

    // ---- what the application is told

    /** {@return who is there, which is known for sure only on a session} */
    Presence presence(boolean onSession) {
        return new Presence(List.copyOf(seen.values()), onSession && state == State.LISTED);
    }

    /** {@return what the application has not heard of, which it has then} */
    List<PresenceChange> take() {
        if (anew && state != State.LISTED && !crowded) {
            return List.of(); // The list is out of date already, and the next one is told.
        }
        SequencedMap<PeerId, Participant> before = heard;
        heard = seen;
        if (anew) {
            anew = false;
            return List.of(new PresenceChange.Listed(presence(true)));
        }
        if (before == seen) {
            return List.of();
        }
        List<PresenceChange> changes = new ArrayList<>();
        before.values().stream().filter(who -> !seen.containsKey(who.id()))
                .forEach(who -> changes.add(new PresenceChange.Departed(who)));
        for (Participant now : seen.values()) {
            @Nullable Participant was = before.get(now.id());
            if (was == null) {
                changes.add(new PresenceChange.Arrived(now));
            } else if (!was.equals(now)) {
                changes.add(new PresenceChange.Changed(was, now));
            }
        }
        return changes;
    }
}
