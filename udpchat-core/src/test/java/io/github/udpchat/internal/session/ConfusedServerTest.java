package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.github.udpchat.internal.machine.ClientEvent;
import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.ControlMessage;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.HistoryControl.Recalled;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.internal.wire.RoomControl.Entered;
import io.github.udpchat.internal.wire.RoomControl.NotEntered;
import io.github.udpchat.internal.wire.RoomControl.Plain;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A server that says twice what is said once, or of a room what is not true of it: the client ends the session, and nothing else. */
class ConfusedServerTest extends ClientTalkFixture {

    private static final long DEV = ChannelId.of(5, ChannelId.Class.ORDERED);
    private static final long NOWHERE = ChannelId.of(9, ChannelId.Class.ORDERED);
    private static final Entered ENTERED = new Entered(1, DEV, 7, 3);
    private static final Recalled RECALLED = new Recalled(DEV, HistoryControl.FRESH, 1, 3);
    private static final NotEntered BUSY = new NotEntered(1, Refusals.BUSY);

    private record Confusion(List<ControlMessage> before, ControlMessage then) {

        static Confusion of(ControlMessage... all) {
            return new Confusion(Stream.of(all).limit(all.length - 1L).toList(), all[all.length - 1]);
        }
    }

    static final List<Confusion> CONFUSIONS = List.of(
            Confusion.of(ENTERED, RECALLED, RECALLED),
            Confusion.of(RECALLED),
            Confusion.of(new Recalled(LOBBY, HistoryControl.FRESH, 0, 0)),
            Confusion.of(ENTERED, new Recalled(NOWHERE, HistoryControl.FRESH, 0, 0)),
            Confusion.of(ENTERED, new Recalled(DEV, HistoryControl.GAP, 0, 3)),
            Confusion.of(ENTERED, new Plain(DEV), new Plain(DEV)),
            Confusion.of(new Plain(DEV)),
            Confusion.of(BUSY, BUSY),
            Confusion.of(BUSY, ENTERED),
            Confusion.of(ENTERED, ENTERED),
            Confusion.of(ENTERED, BUSY),
            Confusion.of(new Entered(1, LOBBY, 7, 0)),
            Confusion.of(new Entered(1, DIRECT, 7, 0)),
            Confusion.of(new Entered(2, DEV, 7, 0)),
            Confusion.of(new NotEntered(2, Refusals.BUSY)),
            Confusion.of(ENTERED, new RoomControl.Gone(DEV)),
            Confusion.of(CHANNELS));

    private final CompletableFuture<RoomEntry> entry = new CompletableFuture<>();

    @BeforeEach
    void wishesToBeInARoom() {
        session(knowing(), WELCOME, CHANNELS);
        talk.wish(now, rooms.wish(new RoomId("dev"), entry, out));
    }

    @ParameterizedTest
    @FieldSource("CONFUSIONS")
    void itIsLeft(Confusion confusion) {
        confusion.before().forEach(this::tells);
        assertThat(ended).isEmpty();
        tells(confusion.then());
        breaksTheProtocol();
    }

    @Test
    void whatIsSaidOnceIsWellUnderstood() {
        tells(ENTERED);
        tells(new Plain(DEV));
        tells(RECALLED);
        assertThat(ended).isEmpty();
        assertThat(entry).isCompletedWithValue(new RoomEntry.Entered());
        assertThat(events).extracting(Object::getClass).contains(ClientEvent.PlaintextRoom.class,
                ClientEvent.Recalled.class);
    }
}
