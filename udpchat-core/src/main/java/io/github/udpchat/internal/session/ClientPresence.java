package io.github.udpchat.internal.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.RoomNews;

/**
 * In which rooms the application has not heard yet of who is there. One event waits for the listener at a time, and what it will
 * say is made when it is taken: so a slow listener hears of the newest, and nothing piles up whatever a server says. Owned by one
 * {@link ClientRooms}.
 */
final class ClientPresence {

    private final SequencedSet<Membership> changed = new LinkedHashSet<>(2);
    private boolean eventWaits;

    /** Something has changed in a room. */
    void changed(Membership room, Outbox out) {
        // Whoever enters and leaves rooms all the time leaves nothing here.
        changed.removeIf(left -> !left.isWanted());
        changed.add(room);
        if (!eventWaits) {
            eventWaits = true;
            out.event(new ClientEvent.PresenceChanged());
        }
    }

    /** {@return what the listener hears now} */
    List<RoomNews> take() {
        eventWaits = false;
        List<RoomNews> news = new ArrayList<>();
        // Of a room that was left meanwhile nothing is heard any more.
        changed.stream().filter(Membership::isWanted).forEach(
                room -> room.presence().take().forEach(change -> news.add(new RoomNews(room.room(), change))));
        changed.clear();
        return news;
    }
}
