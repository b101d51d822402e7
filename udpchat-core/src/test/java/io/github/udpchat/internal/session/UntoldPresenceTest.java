package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;

import io.github.udpchat.internal.hub.PresenceNews;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.MalformedException;
import io.github.udpchat.internal.wire.PresenceControl;
import io.github.udpchat.internal.wire.PresenceControl.Entry;
import io.github.udpchat.model.Participant;
import io.github.udpchat.model.PeerId;
import io.github.udpchat.model.Presence;
import io.github.udpchat.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits to be told is the newest of each, and what is told makes the client's list the truth. */
class UntoldPresenceTest {

    private static final long ROOM = ChannelId.of(1, ChannelId.Class.ORDERED);

    private static Participant who(long id) {
        return new Participant(new PeerId(id), "p" + id, Role.MEMBER);
    }

    private static Entry here(long id) {
        return new Entry.Here(id, Role.MEMBER, "p" + id);
    }

    private static PresenceControl.Present changes(Entry... entries) {
        return new PresenceControl.Present(ROOM, false, false, false, List.of(entries));
    }

    private static Presence of(Participant... participants) {
        return new Presence(List.of(participants), true);
    }

    @Test
    void aListBeginsAndIsCompleteInOneMessageWhereItFits() {
        UntoldPresence untold = new UntoldPresence(ROOM, true);
        assertThat(untold.next(of(who(1), who(2))))
                .isEqualTo(new PresenceControl.Present(ROOM, true, true, false, List.of(here(1), here(2))));
        assertThat(untold.isTold()).isTrue();
    }

    @Test
    void whoCameAndWentBeforeAnybodyWasToldIsNotToldOf() {
        UntoldPresence untold = new UntoldPresence(ROOM, false);
        untold.onNews(new PresenceNews.Arrived(who(1)));
        untold.onNews(new PresenceNews.Changed(who(1)));
        untold.onNews(new PresenceNews.Departed(new PeerId(1)));
        assertThat(untold.isTold()).isTrue();
    }

    @Test
    void whoWentAndCameAgainIsToldOfAsItIsNow() {
        UntoldPresence untold = new UntoldPresence(ROOM, false);
        untold.onNews(new PresenceNews.Departed(new PeerId(1)));
        untold.onNews(new PresenceNews.Arrived(who(1)));
        assertThat(untold.next()).isEqualTo(changes(here(1)));
        untold.onNews(new PresenceNews.Changed(who(1)));
        untold.onNews(new PresenceNews.Departed(new PeerId(1)));
        assertThat(untold.next()).isEqualTo(changes(new Entry.Gone(1)));
    }

    @Test
    void whoIsGoneIsToldOfFirst() {
        UntoldPresence untold = new UntoldPresence(ROOM, false);
        untold.onNews(new PresenceNews.Arrived(who(3)));
        untold.onNews(new PresenceNews.Changed(who(2)));
        untold.onNews(new PresenceNews.Departed(new PeerId(1)));
        assertThat(untold.next()).isEqualTo(changes(new Entry.Gone(1), here(2), here(3)));
    }

    @Test
    void whereMoreHasChangedThanAListHasTheListBeginsAnew() {
        UntoldPresence untold = new UntoldPresence(ROOM, false);
        for (int i = 1; i <= 256; i++) {
            untold.onNews(new PresenceNews.Departed(new PeerId(i)));
        }
        assertThat(untold.needsList()).isFalse();
        untold.onNews(new PresenceNews.Arrived(who(257)));
        assertThat(untold.needsList()).isTrue();
        untold.onNews(new PresenceNews.Arrived(who(258)));
        assertThat(untold.next(of(who(257), who(258))).begins()).isTrue();
        assertThat(untold.isTold()).isTrue();
    }

    @Test
    void aCrowdIsSaidAndNobodyIsListed() {
        UntoldPresence untold = new UntoldPresence(ROOM, false);
        untold.onNews(new PresenceNews.Arrived(who(1)));
        untold.onNews(new PresenceNews.Anew());
        assertThat(untold.next(Presence.UNKNOWN)).isEqualTo(PresenceControl.Present.crowded(ROOM));
        assertThat(untold.isTold()).isTrue();
        untold.onNews(new PresenceNews.Anew());
        assertThat(untold.next(of(who(1))).completes()).isTrue();
    }

    /** A room's truth, what waits, and what a client makes of it; told of at any time, in any number of messages. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theClientsListBecomesTheTruthWhateverHappensBetween(long seed) throws MalformedException {
        SplittableRandom random = new SplittableRandom(seed);
        int most = 1 + random.nextInt(PresenceControl.MOST_LISTED);
        SequencedMap<PeerId, Participant> truth = new LinkedHashMap<>();
        UntoldPresence untold = new UntoldPresence(ROOM, true);
        RoomPresence client = new RoomPresence();
        int lists = 0;
        for (int step = 0; step < 20_000; step++) {
            List<PeerId> there = List.copyOf(truth.keySet());
            Participant one = new Participant(new PeerId(1 + random.nextInt(2 * most)),
                    "n".repeat(1 + random.nextInt(100)), Role.values()[random.nextInt(3)]);
            if (!truth.containsKey(one.id()) && truth.size() < most && random.nextInt(3) > 0) {
                untold.onNews(new PresenceNews.Arrived(one));
                truth.put(one.id(), one);
            } else if (truth.containsKey(one.id())) {
                untold.onNews(new PresenceNews.Changed(one));
                truth.put(one.id(), one);
            } else if (!there.isEmpty()) {
                PeerId gone = there.get(random.nextInt(there.size()));
                untold.onNews(new PresenceNews.Departed(gone));
                truth.remove(gone);
            }
            if (random.nextInt(most) == 0 && !untold.isTold()) {
                Presence all = new Presence(List.copyOf(truth.values()), true);
                PresenceControl.Present message = untold.needsList() ? untold.next(all) : untold.next();
                lists += message.begins() ? 1 : 0;
                assertThat(message.write().remaining()).isLessThanOrEqualTo(ControlMessage.MAX_BYTES);
                client.onPresent((PresenceControl.Present) ControlMessage.read(message.write()));
            }
        }
        List<PresenceControl.Present> rest = new ArrayList<>();
        while (!untold.isTold()) {
            rest.add(untold.needsList() ? untold.next(new Presence(List.copyOf(truth.values()), true)) : untold.next());
            client.onPresent(rest.getLast());
        }
        assertThat(rest).hasSizeLessThanOrEqualTo(2 * 27);
        assertThat(client.presence(true).participants()).as("seed %s", seed)
                .containsExactlyInAnyOrderElementsOf(truth.values());
        assertThat(lists).isPositive();
    }
}
