package io.github.udpchat.contract;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.RoomId;

/** A client's listener that remembers what it heard of who is in its rooms, as lines. */
public class PresenceLog extends ClientLog {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void onPresence(RoomId room, PresenceChange change) {
        lines.add(room.name() + ": " + switch (change) {
            case PresenceChange.Listed(var presence) -> presence.complete()
                    ? "listed " + presence.participants().stream().map(Participant::name).toList()
                    : "crowded";
            case PresenceChange.Arrived(Participant who) -> who.name() + " arrived";
            case PresenceChange.Departed(Participant who) -> who.name() + " departed";
            case PresenceChange.Changed(Participant before, Participant after) -> before.name() + " is " + after.name();
        });
    }

    /** {@return the lines} */
    public List<String> presence() {
        return lines;
    }
}
