package io.github.udpchat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.ChatServerBuilder;
import io.github.udpchat.Identity;
import io.github.udpchat.Room;
import io.github.udpchat.contract.ClientLog;
import io.github.udpchat.contract.InMemoryHistory;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.History;
import io.github.udpchat.model.RateLimits;
import io.github.udpchat.model.RoomId;
import io.github.udpchat.simulation.InstalledRule;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import io.github.udpchat.simulation.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that lose packets and sessions, and catch up: PROTOCOL.md, sections 2.13 and 2.15. */
class HistoryOverSessionsTest {

    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5_000);

    private SimulatedNetwork net = SimulatedNetwork.seeded(8);
    private final Identity identity = Identity.of(new byte[32]);
    private final ClientLog benHears = new ClientLog();
    private ChatClient ana;
    private ChatClient ben;

    @AfterEach
    void endOfTime() {
        net.close();
    }

    private ChatServer start(UnaryOperator<ChatServerBuilder> options) {
        return options.apply(ChatServer.builder().network(net).bind(SERVER).identity(identity)).start();
    }

    private void twoClients() {
        ana = ChatClient.builder().network(net).server(SERVER).name("Ana").connect();
        ben = ChatClient.builder().network(net).server(SERVER).name("Ben").listener(benHears).recall(1_000).connect();
    }

    private void passes(long seconds) {
        net.advance(Duration.ofSeconds(seconds));
    }

    private void says(Room room, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> assertThat(room.send("" + i).join()).isInstanceOf(Delivery.Relayed.class));
    }

    private static List<String> lines(String before, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> before + i).toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static List<String> story(List<String>... parts) {
        return Stream.of(parts).flatMap(List::stream).toList();
    }

    @Test
    void whoWasAwayGetsWhatWasMissedInEachRoomAndNothingTwice() {
        start(options -> options);
        twoClients();
        Room dev = ana.join("dev");
        ben.join("dev");
        says(ana.lobby(), 0, 3);
        says(dev, 0, 3);
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ben.localAddress()));
        says(ana.lobby(), 3, 8);
        says(dev, 3, 6);
        passes(60);
        down.remove();
        passes(60);
        says(dev, 6, 8);
        passes(1);
        assertThat(benHears.story().stream().filter(line -> line.startsWith("lobby"))).isEqualTo(story(
                List.of("lobby: Fresh"), lines("lobby: ", 0, 3), List.of("lobby: Recovered"),
                lines("lobby: old ", 3, 8)));
        assertThat(benHears.story().stream().filter(line -> line.startsWith("dev"))).isEqualTo(story(
                List.of("dev: Fresh"), lines("dev: ", 0, 3), List.of("dev: Recovered"), lines("dev: old ", 3, 6),
                lines("dev: ", 6, 8)));
        assertThat(benHears.history()).allSatisfy(
                message -> assertThat(message.age()).get()
                        .satisfies(age -> assertThat(age.toSeconds()).isBetween(30L, 121L)));
    }

    @Test
    void whoMissedMoreThanIsRememberedIsToldSo() {
        start(options -> options.history(History.last(4, Duration.ofHours(1))));
        twoClients();
        says(ana.lobby(), 0, 2);
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ben.localAddress()));
        says(ana.lobby(), 2, 12);
        passes(60);
        down.remove();
        passes(60);
        assertThat(benHears.story()).isEqualTo(story(List.of("lobby: Fresh"), lines("lobby: ", 0, 2),
                List.of("lobby: Gap"), lines("lobby: old ", 8, 12)));
    }

    @Test
    void afterARestartWithoutAStoreTheRoomBeginsAnew() {
        ChatServer first = start(options -> options);
        twoClients();
        says(ana.lobby(), 0, 2);
        passes(1);
        net.crash(SERVER);
        first.close();
        start(options -> options);
        passes(60);
        says(ana.lobby(), 2, 4);
        passes(1);
        assertThat(benHears.story()).isEqualTo(
                story(List.of("lobby: Fresh"), lines("lobby: ", 0, 2), List.of("lobby: Fresh"),
                        lines("lobby: ", 2, 4)));
    }

    @Test
    void afterARestartWithAStoreTheRoomGoesOn() {
        InMemoryHistory store = new InMemoryHistory();
        ChatServer first = start(options -> options.historyStore(store.open()));
        twoClients();
        says(ana.lobby(), 0, 2);
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ben.localAddress()));
        says(ana.lobby(), 2, 4);
        net.crash(SERVER);
        first.close();
        passes(10);
        start(options -> options.historyStore(store.open()));
        passes(60);
        down.remove();
        passes(60);
        says(ana.lobby(), 4, 6);
        passes(1);
        assertThat(benHears.story()).isEqualTo(story(List.of("lobby: Fresh"), lines("lobby: ", 0, 2),
                List.of("lobby: Recovered"), lines("lobby: old ", 2, 4), lines("lobby: ", 4, 6)));
    }

    @Test
    void whatIsTooOldIsForgottenAndWithItTheRoom() {
        InMemoryHistory store = new InMemoryHistory();
        start(options -> options.history(History.last(100, Duration.ofMinutes(10))).historyStore(store.open()));
        twoClients();
        Room dev = ana.join("dev");
        Delivery.Relayed first = (Delivery.Relayed) dev.send("old").join();
        ana.leave(dev);
        passes(300);
        ana.lobby().send("younger").join();
        passes(310);
        assertThat(store.kept()).extracting(kept -> kept.room().name()).containsExactly("lobby");
        Delivery.Relayed again = (Delivery.Relayed) ana.join("dev").send("new").join();
        assertThat(again.at().epoch()).isNotEqualTo(first.at().epoch());
        assertThat(again.at().offset()).isZero();
    }

    @Test
    void whoSpeaksWhileCatchingUpDoesNotHearItself() {
        start(options -> options.history(new History(1_000, Duration.ofHours(1), 1 << 24)));
        twoClients();
        net.rule(LinkRule.jitter(Duration.ofMillis(40), Duration.ofMillis(60)));
        for (int i = 0; i < 60; i++) {
            assertThat(ana.lobby().send("old " + i + "x".repeat(8_000)).join()).isInstanceOf(Delivery.Relayed.class);
        }
        ClientLog cleoHears = new ClientLog();
        ChatClient cleo = ChatClient.builder().network(net).server(SERVER).name("Cleo").listener(cleoHears).connect();
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(cleo.lobby().send("own"));
            outcomes.add(ana.lobby().send("new " + i));
            net.advance(Duration.ofMillis(20));
        }
        assertThat(cleoHears.history()).as("it still catches up").hasSizeLessThan(50);
        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
        passes(10);
        assertThat(cleoHears.history()).hasSize(50);
        assertThat(cleoHears.texts()).isEqualTo(lines("new ", 0, 20));
    }

    /** The server does not say to a client what it has said itself, so that is never news to it, nor missed. */
    @Test
    void whatAClientHasSaidItselfIsNotMissed() {
        start(options -> options.history(History.last(4, Duration.ofHours(1))));
        twoClients();
        says(ana.lobby(), 0, 2);
        says(ben.lobby(), 2, 12);
        passes(1);
        InstalledRule down = net.rule(LinkRule.partition(ben.localAddress()));
        passes(60);
        down.remove();
        passes(60);
        assertThat(benHears.story()).isEqualTo(
                story(List.of("lobby: Fresh"), lines("lobby: ", 0, 2), List.of("lobby: Recovered")));
    }

    @Test
    void aLongPastDoesNotKeepBackThatOfAnotherRoom() {
        start(options -> options.history(new History(2_000, Duration.ofHours(1), 1 << 24)));
        ana = ChatClient.builder().network(net).server(SERVER).name("Ana").connect();
        Room a = ana.join("a");
        Room b = ana.join("b");
        says(a, 0, 500);
        says(b, 0, 3);
        ben = ChatClient.builder().network(net).server(SERVER).name("Ben").recall(500).listener(benHears).connect();
        net.rule(LinkRule.jitter(Duration.ofMillis(100), Duration.ofMillis(100)));
        ben.join("a");
        ben.join("b");
        passes(60);
        assertThat(benHears.story()).contains("a: old 499");
        assertThat(benHears.story().indexOf("b: old 2")).isBetween(0, benHears.story().indexOf("a: old 400"));
    }

    /** The store gives the lobby first, whose message is younger. */
    @Test
    void alsoAfterARestartWhatIsTooOldIsForgottenOnTime() {
        InMemoryHistory store = new InMemoryHistory();
        UnaryOperator<ChatServerBuilder> storing = options -> options
                .history(History.last(1, Duration.ofMinutes(10))).historyStore(store.open());
        ChatServer first = start(storing);
        twoClients();
        says(ana.lobby(), 0, 1);
        says(ana.join("dev"), 1, 2);
        passes(540);
        says(ana.lobby(), 2, 3);
        first.close();
        start(storing);
        passes(65);
        ben.join("dev");
        passes(1);
        assertThat(benHears.story()).contains("lobby: 2", "dev: Fresh").doesNotContain("dev: old 1");
    }

    @Test
    void aLifeThatRemembersNothingGivesNoPositionThatALaterOneGivesAgain() {
        InMemoryHistory store = new InMemoryHistory();
        List<Object> positions = new ArrayList<>();
        for (History history : List.of(History.defaults(), History.none(), History.defaults())) {
            try (ChatServer server = start(options -> options.history(history).historyStore(store.open()))) {
                positions.add(((Delivery.Relayed) server.room(RoomId.LOBBY).send("x").join()).at());
            }
        }
        assertThat(positions).doesNotHaveDuplicates();
    }

    @Test
    void whatIsForgottenBeforeItsTurnComesIsCountedAsMissed() {
        ChatServer server = start(options -> options.history(History.last(200, Duration.ofHours(1)))
                .rateLimits(RateLimits.none()));
        twoClients();
        Room dev = ana.join("dev");
        says(dev, 0, 200);
        // Ben is far away, so that to catch up takes a while.
        LinkRule far = LinkRule.jitter(Duration.ofMillis(100), Duration.ofMillis(101));
        net.rule((transit, random) -> ben.localAddress().equals(transit.to()) ? far.judge(transit, random)
                : new Verdict.Pass());
        ben.join("dev");
        List<CompletableFuture<Delivery>> more = IntStream.range(0, 250).mapToObj(i -> dev.send("more " + i)).toList();
        passes(10);
        assertThat(more).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Delivery.Relayed.class));
        long heard = benHears.story().stream().filter(line -> line.startsWith("dev: ") && line.contains("more "))
                .count();
        assertThat(heard).isLessThan(250);
        assertThat(server.stats().traffic().drops(DropReason.PEER_BEHIND)).isGreaterThanOrEqualTo(250 - heard);
    }

    /** Everything is heard once and in the order of the positions, whatever the link does meanwhile. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void onABadLinkTheStoryOfARoomHasNoHoleAndNoEcho(long seed) {
        net.close();
        net = SimulatedNetwork.seeded(seed);
        start(options -> options.history(new History(2_000, Duration.ofHours(1), 1 << 24)));
        twoClients();
        net.rule(LinkRule.loss(0.15));
        net.rule(LinkRule.jitter(Duration.ofMillis(1), Duration.ofMillis(80)));
        Room dev = ana.join("dev");
        ben.join("dev");
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            InstalledRule down = net.rule(LinkRule.partition(ben.localAddress()));
            for (int second = 0; second < 45; second++) {
                outcomes.add(dev.send("" + outcomes.size()));
                passes(1);
            }
            down.remove();
            for (int i = 0; i < 30; i++) {
                outcomes.add(dev.send("" + outcomes.size()));
                net.advance(Duration.ofMillis(300));
            }
        }
        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
        passes(60);
        assertThat(benHears.story().stream().filter(line -> line.startsWith("dev:"))
                .filter(line -> !line.contains("Fresh") && !line.contains("Recovered"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                .isEqualTo(IntStream.range(0, outcomes.size()).mapToObj(Integer::toString).toList());
        assertThat(benHears.story()).contains("dev: Recovered").noneMatch(line -> line.contains("Gap"));
    }
}
