package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.machine.RoomNews;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.internal.wire.PresenceControl.Present;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Role;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** However much a server says, one event waits for the listener. */
class ClientPresenceTest {

    private static final long CHANNEL = ChannelId.of(1, ChannelId.Class.ORDERED);

    private final ClientPresence presence = new ClientPresence();
    private final Outbox out = new Outbox();

    private void says(Membership room, boolean begins, Entry... entries) {
        says(presence, room, begins, entries);
    }

    private void says(ClientPresence news, Membership room, boolean begins, Entry... entries) {
        try {
            if (room.presence().onPresent(new Present(CHANNEL, begins, begins, false, List.of(entries)))) {
                news.changed(room, out);
            }
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneEventWaitsAndSaysWhatIsNewWhenItIsTaken() {
        Membership lobby = new Membership(RoomId.LOBBY);
        Membership dev = new Membership(new RoomId("dev"));
        says(lobby, true, new Entry.Here(1, Role.MEMBER, "Ana"));
        says(dev, true, new Entry.Here(1, Role.MEMBER, "Ana"));
        for (int id = 2; id < 1_000; id++) {
            says(lobby, false, new Entry.Here(id, Role.MEMBER, "x"));
            says(lobby, false, new Entry.Gone(id));
        }
        assertThat(out.notices()).containsExactly(new ClientEvent.PresenceChanged());
        assertThat(presence.take()).extracting(RoomNews::room).containsExactly(RoomId.LOBBY, new RoomId("dev"));
        assertThat(presence.take()).isEmpty();
        says(lobby, false, new Entry.Here(2, Role.MEMBER, "Ben"));
        assertThat(out.notices()).hasSize(2);
        assertThat(presence.take()).hasSize(1);
    }

    @Test
    void ofARoomThatWasLeftNothingIsHeard() {
        Membership dev = new Membership(new RoomId("dev"));
        says(dev, true, new Entry.Here(1, Role.MEMBER, "Ana"));
        dev.unwanted(new RoomEntry.Entered(), out);
        assertThat(presence.take()).isEmpty();
    }

    /** What was not taken of the list of before is not heard when the room is entered again (campaign seed 43978). */
    @Test
    void whoLeavesARoomBetweenTwoSessionsAndComesAgainHasANewPlace() {
        ClientRooms rooms = new ClientRooms(new PendingSends(), 0);
        RoomId dev = new RoomId("dev");
        Membership before = rooms.wish(dev, new CompletableFuture<>(), out);
        before.wish(rooms.nextRequest());
        before.entered(CHANNEL, new Position(1, 0), out);
        says(rooms.presence(), before, true, new Entry.Here(1, Role.MEMBER, "Ana"),
                new Entry.Here(2, Role.MEMBER, "Ben"));
        assertThat(rooms.presence().take()).hasSize(1);
        says(rooms.presence(), before, false, new Entry.Gone(2));
        rooms.interrupted(out);
        rooms.leaves(before, false, out);
        assertThat(rooms.wish(dev, new CompletableFuture<>(), out)).as("another place").isNotNull();
        assertThat(rooms.presence().take()).isEmpty();
    }
}
