package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.udpchat.internal.machine.RoomEntry;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** A server that answers a client's wishes, and acknowledges nothing. */
class UnacknowledgedWishesTest extends ClientTalkFixture {

    @Test
    void aServerThatIsBusyAndAcknowledgesNothingCantMakeAClientFail() {
        session(knowing(), WELCOME, CHANNELS);
        List<Membership> wished = new ArrayList<>();
        for (int i = 1; i < ClientRooms.MOST; i++) {
            wished.add(rooms.wish(new RoomId("room" + i), new CompletableFuture<RoomEntry>(), out));
        }
        assertThatCode(() -> {
            wished.forEach(room -> talk.wish(now, room));
            long request = 0;
            for (int round = 0; round < 3; round++) {
                // The client gets the answer; what it sends is lost, acknowledgements included.
                for (; rooms.wished(request + 1) != null; request++) {
                    talk.onMessage(now, new Incoming.Arrival(ChannelId.CONTROL,
                            new RoomControl.NotEntered(request + 1, Refusals.BUSY).write()), out);
                }
                now += SessionFixture.SECOND;
                talk.onTimer(now);
            }
        }).doesNotThrowAnyException();
    }
}
