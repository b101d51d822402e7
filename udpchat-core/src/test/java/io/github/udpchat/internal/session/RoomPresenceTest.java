package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.internal.wire.PresenceControl.Present;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.PresenceChange;
import io.github.udpchat.model.Role;
import org.junit.jupiter.api.Test;

/** What a client makes of what a server says about who is in a room. */
class RoomPresenceTest {

    private static final long ROOM = ChannelId.of(1, ChannelId.Class.ORDERED);
    private static final Participant ANA = new Participant(new PeerId(1), "Ana", Role.MEMBER);
    private static final Participant BEN = new Participant(new PeerId(2), "Ben", Role.MODERATOR);

    private final RoomPresence presence = new RoomPresence();

    private static Entry here(Participant who) {
        return new Entry.Here(who.id().value(), who.role(), who.name());
    }

    private static Present begins(Entry... entries) {
        return new Present(ROOM, true, false, false, List.of(entries));
    }

    private static Present list(Entry... entries) {
        return new Present(ROOM, true, true, false, List.of(entries));
    }

    private static Present completes(Entry... entries) {
        return new Present(ROOM, false, true, false, List.of(entries));
    }

    private static Present changes(Entry... entries) {
        return new Present(ROOM, false, false, false, List.of(entries));
    }

    private void breaksTheProtocol(Present message) {
        assertThatThrownBy(() -> presence.onPresent(message)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aListIsSeenWhenItIsComplete() throws MalformedException {
        assertThat(presence.onPresent(begins(here(ANA)))).isFalse();
        assertThat(presence.presence(true)).isEqualTo(Presence.UNKNOWN);
        assertThat(presence.onPresent(changes(new Entry.Gone(1)))).isFalse();
        assertThat(presence.onPresent(completes(here(BEN)))).isTrue();
        assertThat(presence.presence(true)).isEqualTo(new Presence(List.of(BEN), true));
        assertThat(presence.take()).containsExactly(
                new PresenceChange.Listed(new Presence(List.of(BEN), true)));
        assertThat(presence.take()).isEmpty();
    }

    @Test
    void changesAreToldOneByOne() throws MalformedException {
        presence.onPresent(list(here(ANA)));
        presence.take();
        presence.onPresent(changes(here(BEN)));
        assertThat(presence.take()).containsExactly(new PresenceChange.Arrived(BEN));
        Participant anna = new Participant(ANA.id(), "Anna", Role.MEMBER);
        presence.onPresent(changes(new Entry.Gone(2), here(anna)));
        assertThat(presence.take()).containsExactly(
                new PresenceChange.Departed(BEN), new PresenceChange.Changed(ANA, anna));
        presence.onPresent(changes(here(anna)));
        assertThat(presence.take()).as("nothing is new").isEmpty();
    }

    @Test
    void whoCameAndWentWhileNobodyListenedIsNotToldOf() throws MalformedException {
        presence.onPresent(list(here(ANA)));
        presence.take();
        for (int id = 3; id < 10_000; id++) {
            presence.onPresent(changes(new Entry.Here(id, Role.MEMBER, "x")));
            presence.onPresent(changes(new Entry.Gone(id)));
        }
        presence.onPresent(changes(here(BEN)));
        assertThat(presence.take()).containsExactly(new PresenceChange.Arrived(BEN));
    }

    @Test
    void theOldListStaysUntilTheNextSessionHasOne() throws MalformedException {
        presence.onPresent(list(here(ANA), here(BEN)));
        presence.take();
        presence.interrupted();
        assertThat(presence.presence(false)).isEqualTo(new Presence(List.of(ANA, BEN), false));
        presence.onPresent(begins(here(ANA)));
        assertThat(presence.presence(true)).isEqualTo(new Presence(List.of(ANA, BEN), false));
        assertThat(presence.take()).isEmpty();
        presence.onPresent(completes());
        assertThat(presence.take()).containsExactly(
                new PresenceChange.Listed(new Presence(List.of(ANA), true)));
    }

    @Test
    void inACrowdNobodyIsKnown() throws MalformedException {
        presence.onPresent(list(here(ANA)));
        presence.take();
        presence.onPresent(Present.crowded(ROOM));
        assertThat(presence.presence(true)).isEqualTo(Presence.UNKNOWN);
        assertThat(presence.take()).containsExactly(new PresenceChange.Listed(Presence.UNKNOWN));
        breaksTheProtocol(changes(here(BEN)));
        presence.onPresent(list(here(BEN)));
        assertThat(presence.take()).containsExactly(
                new PresenceChange.Listed(new Presence(List.of(BEN), true)));
    }

    @Test
    void whatMakesNoSenseBreaksTheProtocol() throws MalformedException {
        breaksTheProtocol(changes(here(ANA)));
        breaksTheProtocol(completes(here(ANA)));
        breaksTheProtocol(list(here(ANA), here(ANA)));
        breaksTheProtocol(list(new Entry.Gone(1)));
        presence.onPresent(list(here(ANA)));
        breaksTheProtocol(completes());
        breaksTheProtocol(changes(new Entry.Gone(2)));
        presence.interrupted();
        breaksTheProtocol(changes(here(BEN)));
    }

    @Test
    void moreThanAListHasBreakTheProtocol() throws MalformedException {
        List<Entry> all = new ArrayList<>();
        for (int id = 1; id <= 256; id++) {
            all.add(new Entry.Here(id, Role.LISTENER, ""));
        }
        presence.onPresent(list(all.toArray(Entry[]::new)));
        breaksTheProtocol(changes(new Entry.Here(257, Role.LISTENER, "")));
    }

    // ---- what is told of a list that is out of date before it is heard

    @Test
    void aListThatIsHeardAfterTheLossOfItsSessionIsNotTakenForACrowdedRoom() throws MalformedException {
        presence.onPresent(list(here(ANA)));
        presence.interrupted();
        assertThat(presence.take()).isEmpty();
        presence.onPresent(list(here(BEN)));
        assertThat(presence.take()).containsExactly(new PresenceChange.Listed(new Presence(List.of(BEN), true)));
    }

    @Test
    void aListThatIsHeardWhileTheNextOneComesIsNotTakenForACrowdedRoom() throws MalformedException {
        presence.onPresent(list(here(ANA)));
        presence.onPresent(begins());
        assertThat(presence.take()).isEmpty();
        presence.onPresent(completes(here(ANA), here(BEN)));
        assertThat(presence.take()).containsExactly(new PresenceChange.Listed(new Presence(List.of(ANA, BEN), true)));
    }

    @Test
    void thatARoomIsCrowdedIsToldAlsoWhereItsNextListHasBegun() throws MalformedException {
        presence.onPresent(new Present(ROOM, false, false, true, List.of()));
        presence.onPresent(begins(here(ANA)));
        assertThat(presence.take()).containsExactly(new PresenceChange.Listed(Presence.UNKNOWN));
    }
}
