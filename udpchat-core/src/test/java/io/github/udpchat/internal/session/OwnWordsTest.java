package io.github.udpchat.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.udpchat.internal.hub.HubSettings;
import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.recovery.AckRanges;
import io.github.udpchat.internal.wire.ChannelId;
import io.github.udpchat.internal.wire.DataPacket;
import io.github.udpchat.internal.wire.Frame;
import io.github.udpchat.internal.wire.HistoryControl;
import io.github.udpchat.internal.wire.Limits;
import io.github.udpchat.internal.wire.RoomControl;
import io.github.udpchat.internal.wire.RoomFormat;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/**
 * What a client says is stored while it catches up elsewhere: on another channel of the same room, or in another session. It is no
 * news to it there: PROTOCOL.md, section 2.15.
 */
class OwnWordsTest extends SessionFixture {

    private static final RoomId DEV = new RoomId("dev");
    private static final long FIRST_ROOM = ChannelId.of(3, ChannelId.Class.ORDERED);
    private static final long SECOND_ROOM = ChannelId.of(4, ChannelId.Class.ORDERED);
    private static final HistoryControl.Recall ALL = new HistoryControl.Recall(null, 1_000);

    private final HandClient ana = new HandClient(this, at(1, 4_000), 11);
    private final HandClient ben = new HandClient(this, at(2, 4_000), 12);

    @Override
    HubSettings hubSettings() {
        return new HubSettings(mostMembers(), 5, History.defaults(), Long.MAX_VALUE, true, null);
    }

    @Override
    Limits limits() {
        return LIMITS.with(Limits.KNOWS_MODEL);
    }

    @Test
    void whoLeavesARoomAndComesAgainBeforeItsWordsAreStoredDoesNotHearThem() throws Exception {
        ben.member("Ben");
        ben.tell(new RoomControl.Enter(1, "dev"));
        isSaid(DEV, 12, "old " + "x".repeat(8_000));
        ana.member("Ana");
        ana.tell(new RoomControl.Enter(1, "dev"));
        ana.say(FIRST_ROOM, 0, 1, "own");
        ana.tell(new RoomControl.Leave(FIRST_ROOM));
        ana.tell(ALL);
        List<Sent> sent = new ArrayList<>(ana.tell(new RoomControl.Enter(2, "dev")));
        sent.addAll(stored());
        sent.addAll(isSaid(DEV, 1, "new"));
        assertThat(heard(ana, SECOND_ROOM, sent)).containsExactly("new");
    }

    @Test
    void whoComesOnAnotherSessionBeforeItsWordsAreStoredDoesNotHearThem() throws Exception {
        isSaid(RoomId.LOBBY, 12, "old " + "x".repeat(8_000));
        ana.member("Ana");
        ana.say(1, "own");
        HandClient again = new HandClient(this, at(7, 4_000), 11).sameInstanceAs(ana).halfOpen();
        again.tell(ALL);
        again.join("Ana");
        List<Sent> sent = new ArrayList<>(answer(Admission.accept("Ana")));
        sent.addAll(stored());
        sent.addAll(isSaid(RoomId.LOBBY, 1, "new"));
        assertThat(heard(again, ServerRooms.LOBBY_CHANNEL, sent)).containsExactly("new");
    }

    /** The server itself says something a number of times, and that is stored. */
    private List<Sent> isSaid(RoomId room, int times, String text) {
        for (int i = 0; i < times; i++) {
            hub.sayAsServer(now, room, Speech.of("server", Payload.utf8(text)), (then, how, outbox) -> {
            }, out);
        }
        return stored();
    }

    /** All that waits for the store is stored; returns what is sent then. */
    private List<Sent> stored() {
        List<Sent> sent = new ArrayList<>(sent());
        while (asks.stream().anyMatch(Ask.Store.class::isInstance)) {
            List<Ask> open = List.copyOf(asks);
            asks.clear();
            for (Ask ask : open) {
                if (ask instanceof Ask.Store store) {
                    store.then().answer(now, true, out);
                } else {
                    asks.add(ask);
                }
            }
            sent.addAll(sent());
        }
        return sent;
    }

    /** Everything arrives, these packets and what follows them; returns what fits one packet and was said on a channel. */
    private List<String> heard(HandClient client, long channel, List<Sent> first) throws Exception {
        List<String> heard = new ArrayList<>();
        List<Sent> sent = new ArrayList<>(first);
        sent.addAll(passes(Duration.ofMillis(5)));
        while (sent.stream().anyMatch(packet -> packet.to().equals(client.address()))) {
            for (Frame frame : client.read(sent)) {
                if (frame instanceof Frame.Message said && said.channel() == channel) {
                    heard.add(Speech.textOf(Payload.copyOf(RoomFormat.Heard.read(said.content()).content())));
                }
            }
            List<Sent> next = new ArrayList<>();
            for (Sent packet : sent) {
                if (packet.to().equals(client.address())) {
                    next.addAll(client.send(
                            new Frame.Ack(AckRanges.ofFields(DataPacket.number(packet.datagram()), 0), 0)));
                }
            }
            next.addAll(passes(Duration.ofMillis(5)));
            sent = next;
        }
        return heard;
    }
}
