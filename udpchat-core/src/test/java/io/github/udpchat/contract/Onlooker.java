package io.github.udpchat.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.RoomId;

/** A client's listener that keeps the list of each room itself, and notices what does not fit. */
public class Onlooker extends PresenceLog {

    private final Map<RoomId, SequencedMap<PeerId, Participant>> rooms = new ConcurrentHashMap<>();
    private final List<String> faults = new ArrayList<>();

    @Override
    public synchronized void onPresence(RoomId room, PresenceChange change) {
        super.onPresence(room, change);
        SequencedMap<PeerId, Participant> list = rooms.computeIfAbsent(room, made -> new LinkedHashMap<>());
        boolean fits = switch (change) {
            case PresenceChange.Listed(var presence) -> {
                list.clear();
                presence.participants().forEach(who -> list.put(who.id(), who));
                yield true;
            }
            case PresenceChange.Arrived(Participant who) -> list.put(who.id(), who) == null;
            case PresenceChange.Departed(Participant who) -> list.remove(who.id(), who);
            case PresenceChange.Changed(Participant before, Participant after) ->
                before.id().equals(after.id()) && list.replace(before.id(), before, after);
        };
        if (!fits) {
            faults.add(change + " does not fit " + list.values());
        }
    }

    /** {@return who is in a room by what was heard} */
    public synchronized List<Participant> in(RoomId room) {
        return List.copyOf(rooms.getOrDefault(room, new LinkedHashMap<>()).values());
    }

    /** {@return what did not fit} */
    public synchronized List<String> faults() {
        return List.copyOf(faults);
    }
}
