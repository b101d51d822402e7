package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.internal.wire.PresenceControl.Present;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Role;
import org.junit.jupiter.api.Test;

/** What a review of the client's side of presence has found. */
class ReviewedRoomPresenceTest {

    private static final long ROOM = ChannelId.of(1, ChannelId.Class.ORDERED);

    private final RoomPresence presence = new RoomPresence();

    private void isCompleteOrEmpty() {
        assertThat(presence.take()).allSatisfy(change -> assertThat(change).isInstanceOfSatisfying(
                PresenceChange.Listed.class, listed -> assertThat(
                        listed.presence().complete() || listed.presence().participants().isEmpty())
                        .as("a list that is not complete is that of a crowded room: " + listed).isTrue()));
    }

    @Test
    void aListThatIsHeardAfterTheLossOfItsSessionIsNotTakenForACrowdedRoom() throws MalformedException {
        presence.onPresent(new Present(ROOM, true, true, false, List.of(new Entry.Here(1, Role.MEMBER, "Ana"))));
        presence.interrupted();
        isCompleteOrEmpty();
    }

    @Test
    void aListThatIsHeardWhileTheNextOneComesIsNotTakenForACrowdedRoom() throws MalformedException {
        presence.onPresent(new Present(ROOM, true, true, false, List.of(new Entry.Here(1, Role.MEMBER, "Ana"))));
        presence.onPresent(new Present(ROOM, true, false, false, List.of()));
        isCompleteOrEmpty();
    }
}
