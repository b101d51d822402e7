package io.github.udpchat.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.github.udpchat.internal.machine.Ask;
import io.github.udpchat.internal.machine.Dropped;
import io.github.udpchat.internal.machine.Machine;
import io.github.udpchat.internal.machine.Notice;
import io.github.udpchat.internal.machine.Outbox;
import io.github.udpchat.model.Admission;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.History;
import io.github.udpchat.model.LeaveReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** What a hub remembers, and how it is stored before it is passed on. */
class HubHistoryTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final History FIVE = new History(5, Duration.ofSeconds(100), 1_000_000);

    private final Outbox out = new Outbox();
    private final List<Delivery> outcomes = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();

    private static Hub hub(History history, long mostBytes, boolean stored) {
        return new Hub(new HubSettings(10, 7, history, mostBytes, stored, null));
    }

    private static Utterance text(String text) {
        return (room, position, author) -> new RoomMessage(message(room, position, text), position);
    }

    private static ChatMessage message(RoomId room, Position position, String text) {
        return new ChatMessage(room, Optional.of("server"), text, Payload.utf8(text), Optional.empty(),
                Optional.of(position), Optional.empty());
    }

    private void says(Hub hub, long now, String text) {
        hub.sayAsServer(now, RoomId.LOBBY, text(text), (then, how, outbox) -> outcomes.add(how), out);
    }

    private void says(Hub hub, long now, int count) {
        IntStream.range(0, count).forEach(i -> says(hub, now, "" + i));
    }

    private static List<Long> remembered(Recollection recollection) {
        List<Long> offsets = new ArrayList<>();
        long next = recollection.first();
        for (Past.Old old = recollection.past().from(next); old != null; old = recollection.past().from(next)) {
            offsets.add(old.message().position().orElseThrow().offset());
            next = offsets.getLast() + 1;
        }
        return offsets;
    }

    private List<Ask.Store> asks() {
        List<Ask.Store> asks = new ArrayList<>();
        for (Notice notice = out.notices().poll(); notice != null; notice = out.notices().poll()) {
            if (notice instanceof Ask.Store ask) {
                asks.add(ask);
            } else if (notice instanceof Dropped(DropReason why)) {
                drops.add(why);
            }
        }
        return asks;
    }

    private static List<String> texts(Ask.Store ask) {
        return ask.messages().stream().map(ChatMessage::text).toList();
    }

    @Test
    void whoKnowsAPositionGetsWhatIsFromThereOn() {
        Hub hub = hub(FIVE, 1_000_000, false);
        says(hub, 0, 8);
        Recollection all = hub.recall(RoomId.LOBBY, new Position(7, 3), 1);
        assertThat(all.kind()).isEqualTo(Recollection.Kind.RECOVERED);
        assertThat(all.end()).isEqualTo(8);
        assertThat(remembered(all)).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(hub.recall(RoomId.LOBBY, new Position(7, 8), 1))
                .extracting(Recollection::kind, Recollection::first).containsExactly(Recollection.Kind.RECOVERED, 8L);
        assertThat(hub.recall(RoomId.LOBBY, new Position(7, 2), 1))
                .extracting(Recollection::kind, Recollection::first).containsExactly(Recollection.Kind.GAP, 3L);
    }

    @Test
    void whoKnowsNothingThatCountsGetsTheLast() {
        Hub hub = hub(FIVE, 1_000_000, false);
        says(hub, 0, 8);
        for (Position known : new Position[] {null, new Position(6, 3), new Position(7, 9)}) {
            Recollection two = hub.recall(RoomId.LOBBY, known, 2);
            assertThat(two.kind()).as("%s", known).isEqualTo(Recollection.Kind.FRESH);
            assertThat(remembered(two)).containsExactly(6L, 7L);
        }
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 0))).isEmpty();
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 100))).hasSize(5);
    }

    @Test
    void whereNothingIsRememberedEverythingIsMissed() {
        Hub hub = hub(History.none(), 0, false);
        says(hub, 0, 8);
        assertThat(hub.recall(RoomId.LOBBY, new Position(7, 3), 1))
                .extracting(Recollection::kind, Recollection::first).containsExactly(Recollection.Kind.GAP, 8L);
    }

    @Test
    void whatIsTooOldGoesOnTimeAndTheTimerRestsThen() {
        Hub hub = hub(FIVE, 1_000_000, false);
        says(hub, 5 * SECOND, "a");
        says(hub, 6 * SECOND, "b");
        assertThat(hub.nextDeadline()).isEqualTo(105 * SECOND);
        hub.onTimer(105 * SECOND - 1, out);
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 9))).hasSize(2);
        hub.onTimer(105 * SECOND, out);
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 9))).containsExactly(1L);
        hub.onTimer(hub.nextDeadline(), out);
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 9))).isEmpty();
        assertThat(hub.nextDeadline()).isEqualTo(Machine.NEVER);
    }

    @Test
    void allRoomsTogetherAreBounded() {
        Hub hub = hub(new History(1_000, Duration.ofHours(1), 1_000_000), 10_000, false);
        for (int i = 0; i < 100; i++) {
            says(hub, i, "x".repeat(744));
        }
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 1_000))).hasSize(10);
    }

    @Test
    void whereThereAreTooManyRoomsThatAreOnlyRememberedTheLongestDesertedIsForgotten() {
        Hub hub = hub(FIVE, 1_000_000_000, false);
        FakeMember ana = new FakeMember(1);
        ana.home = RoomId.LOBBY;
        hub.requestJoin(0, ana, "Ana", out);
        Ask.Admit ask = (Ask.Admit) out.notices().poll();
        ask.then().answer(0, Optional.of(Admission.accept("Ana")), out);
        Position nothing = new Position(0, 0);
        int roomsBesideTheLobby = Hub.MOST_ROOMS - 1;
        for (int i = 0; i <= roomsBesideTheLobby; i++) {
            RoomId room = new RoomId("room" + i);
            assertThat(hub.enter(0, ask.id(), room, out)).as("%s", room).isInstanceOf(Entry.In.class);
            hub.sayAsServer(0, room, text("in " + i), Outcome.IGNORED, out);
            hub.exit(0, ask.id(), room, new LeaveReason.Left(), out);
            out.notices().clear();
        }
        assertThat(hub.recall(new RoomId("room1"), nothing, 5).end()).as("it is remembered").isEqualTo(1);
        assertThatThrownBy(() -> hub.recall(new RoomId("room0"), nothing, 5)).as("the first is no room any more")
                .isInstanceOf(AssertionError.class);
        assertThat(((Entry.In) hub.enter(0, ask.id(), new RoomId("room0"), out)).next().offset())
                .as("it begins anew").isZero();
    }

    @Test
    void oneBatchIsStoredAtATimeAndPassedOnThen() {
        Hub hub = hub(FIVE, 1_000_000, true);
        says(hub, 0, "a");
        says(hub, 0, "b");
        says(hub, 0, "c");
        List<Ask.Store> asks = asks();
        assertThat(asks).singleElement().extracting(HubHistoryTest::texts).isEqualTo(List.of("a"));
        assertThat(outcomes).isEmpty();
        assertThat(hub.isIdle()).isFalse();
        assertThat(hub.recall(RoomId.LOBBY, null, 9).end()).as("nothing is passed on yet").isZero();
        asks.getFirst().then().answer(1, true, out);
        assertThat(outcomes).containsExactly(new Delivery.Relayed(new Position(7, 0), 0));
        asks = asks();
        assertThat(asks).singleElement().extracting(HubHistoryTest::texts).isEqualTo(List.of("b", "c"));
        asks.getFirst().then().answer(2, true, out);
        assertThat(outcomes).hasSize(3);
        assertThat(hub.isIdle()).isTrue();
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 9))).containsExactly(0L, 1L, 2L);
    }

    /** One batch is being stored, and 16,384 messages wait behind it. */
    @Test
    void whatIsTooMuchForAStoreThatHangsIsRefusedAndCounted() {
        Hub hub = hub(FIVE, 1_000_000, true);
        int taken = 0;
        while (outcomes.isEmpty()) {
            says(hub, 0, "x");
            taken++;
        }
        assertThat(taken).isBetween(16_385, 20_000);
        assertThat(outcomes).containsExactly(new Delivery.Refused(DropReason.NOT_STORED));
        asks();
        assertThat(drops).containsExactly(DropReason.NOT_STORED);
    }

    @Test
    void whatIsNotStoredIsRefusedAndItsPlaceStaysEmpty() {
        Hub hub = hub(FIVE, 1_000_000, true);
        says(hub, 0, "lost");
        asks().getFirst().then().answer(1, false, out);
        assertThat(outcomes).containsExactly(new Delivery.Refused(DropReason.NOT_STORED));
        says(hub, 2, "kept");
        asks().getFirst().then().answer(3, true, out);
        assertThat(drops).containsExactly(DropReason.NOT_STORED);
        assertThat(outcomes).endsWith(new Delivery.Relayed(new Position(7, 1), 0));
        assertThat(remembered(hub.recall(RoomId.LOBBY, new Position(7, 0), 0))).containsExactly(1L);
    }

    private List<Ask.Store> allStored() {
        List<Ask.Store> asked = new ArrayList<>();
        for (List<Ask.Store> asks = asks(); !asks.isEmpty(); asks = asks()) {
            asked.addAll(asks);
            asks.forEach(ask -> ask.then().answer(0, true, out));
        }
        return asked;
    }

    @Test
    void aStoreHearsOfWhatIsForgottenNowAndThenAndAtOnceWhenNothingIsLeft() {
        Hub hub = hub(FIVE, 1_000_000, true);
        List<Ask.Store> asked = new ArrayList<>();
        for (int i = 0; i < 5 + 64; i++) {
            says(hub, 0, "" + i);
            asked.addAll(allStored());
        }
        assertThat(asked.subList(0, asked.size() - 1)).allSatisfy(ask -> assertThat(ask.forgotten()).isEmpty());
        assertThat(asked.getLast().forgotten()).containsOnlyKeys(RoomId.LOBBY).containsValue(new Position(7, 64));
        hub.onTimer(200 * SECOND, out);
        assertThat(allStored()).singleElement().satisfies(ask -> {
            assertThat(ask.messages()).isEmpty();
            assertThat(ask.forgotten()).containsOnlyKeys(RoomId.LOBBY).containsValue(new Position(7, 69));
        });
    }

    @Test
    void whatWaitsWhenTheServerClosesHasAnOutcome() {
        Hub hub = hub(FIVE, 1_000_000, true);
        says(hub, 0, "being stored");
        says(hub, 0, "waits");
        Ask.Store ask = asks().getFirst();
        hub.onClose(1, out);
        assertThat(outcomes).containsExactlyInAnyOrder(new Delivery.Refused(DropReason.CLOSED),
                new Delivery.Unconfirmed(Delivery.Cause.SESSION_LOST));
        ask.then().answer(2, true, out);
        assertThat(outcomes).hasSize(2);
        assertThat(asks()).isEmpty();
    }

    @Test
    void aServerThatStartsAgainGoesOnWhereItWas() {
        Hub hub = hub(FIVE, 1_000_000, false);
        RoomId dev = new RoomId("dev");
        hub.restore(message(RoomId.LOBBY, new Position(3, 5), "old"), -20 * SECOND);
        hub.restore(message(dev, new Position(4, 0), "older life"), -90 * SECOND);
        hub.restore(message(dev, new Position(9, 0), "of dev"), -80 * SECOND);
        assertThat(remembered(hub.recall(RoomId.LOBBY, new Position(3, 5), 0))).containsExactly(5L);
        assertThat(hub.recall(RoomId.LOBBY, null, 0).end()).isEqualTo(6);
        assertThat(remembered(hub.recall(dev, new Position(9, 0), 0))).containsExactly(0L);
        hub.onTimer(20 * SECOND, out);
        assertThat(remembered(hub.recall(RoomId.LOBBY, null, 9))).containsExactly(5L);
        says(hub, 20 * SECOND, "new");
        assertThat(outcomes).containsExactly(new Delivery.Relayed(new Position(3, 6), 0));
    }
}
