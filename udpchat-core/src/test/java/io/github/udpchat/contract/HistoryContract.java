package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Room;
import io.github.udpchat.StartFailedException;
import io.github.udpchat.TypedListener;
import io.github.udpchat.TypedMessage;
import io.github.udpchat.TypedRoom;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.History;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.Position;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** What was said before, on the session protocol: PROTOCOL.md, section 2.15. */
public abstract class HistoryContract extends StageTest {

    private static final Codec<Integer> NUMBERS = new Codec<>() {
        @Override
        public Payload encode(Integer number) {
            return Payload.utf8(number.toString());
        }

        @Override
        public Integer decode(Payload payload) {
            try {
                return Integer.valueOf(Codec.text().decode(payload));
            } catch (NumberFormatException e) {
                throw new CodecException("not a number", e);
            }
        }
    };

    private final ClientLog benHears = new ClientLog();

    /** The contract. */
    protected HistoryContract() {}

    private ChatServer start(History history) {
        return closing(server().protocol(Protocol.SESSION).history(history).start());
    }

    private ChatClient ana(ChatServer server) {
        return closing(client(server, "Ana").protocol(Protocol.SESSION).connect());
    }

    private ChatClient ben(ChatServer server) {
        return closing(client(server, "Ben").protocol(Protocol.SESSION).listener(benHears).connect());
    }

    private static void says(Room room, int from, int to) {
        IntStream.range(from, to)
                .forEach(i -> assertThat(room.send("" + i).join()).isInstanceOf(Delivery.Relayed.class));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private void benHearsOld(List<String> texts) {
        stage.eventually(() -> assertThat(benHears.history()).extracting(ChatMessage::text).isEqualTo(texts));
    }

    @Test
    void aTypedViewHearsThePastAndThenWhatIsNewFromTheFirstMessageOn() {
        ChatServer server = start(History.defaults());
        Room spoken = ana(server).join("numbers");
        says(spoken, 0, 3);
        spoken.send("not a number").join();
        List<String> story = new CopyOnWriteArrayList<>();
        TypedRoom<Integer> numbers = ben(server).join("numbers", NUMBERS, new TypedListener<>() {
            @Override
            public void onMessage(TypedMessage<Integer> number) {
                story.add("new " + number.value());
            }

            @Override
            public void onHistory(TypedMessage<Integer> number) {
                story.add("old " + number.value() + " of " + number.message().author().orElseThrow());
            }
        });
        says(spoken, 3, 4);
        stage.eventually(() -> assertThat(story).containsExactly("old 0 of Ana", "old 1 of Ana", "old 2 of Ana",
                "new 3"));
        stage.eventually(() -> assertThat(benHears.drops(DropReason.UNDECODABLE)).isEqualTo(1));
        assertThat(numbers.send(5).join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void whereAnOrdinaryListenerIsGivenAViewHearsWhatIsNewAlone() {
        ChatServer server = start(History.defaults());
        ChatClient ana = ana(server);
        says(ana.lobby(), 0, 2);
        List<Integer> heard = new CopyOnWriteArrayList<>();
        closing(client(server, "Ben").protocol(Protocol.SESSION).listener(benHears)
                .listener(NUMBERS, number -> heard.add(number.value())).connect());
        benHearsOld(numbers(0, 2));
        says(ana.lobby(), 2, 3);
        stage.eventually(() -> assertThat(heard).containsExactly(2));
    }

    @Test
    void whoComesLaterGetsWhatWasSaidAndThenWhatIsNew() {
        ChatServer server = start(History.defaults());
        ChatClient ana = ana(server);
        says(ana.lobby(), 0, 5);
        server.room(RoomId.LOBBY).send("by the server").join();
        ChatClient ben = ben(server);
        ana.lobby().send("new").join();
        stage.eventually(
                () -> assertThat(benHears.story()).containsExactly("lobby: Fresh", "lobby: old 0", "lobby: old 1",
                        "lobby: old 2", "lobby: old 3", "lobby: old 4", "lobby: old by the server", "lobby: new"));
        ChatMessage first = benHears.history().getFirst();
        assertThat(first.author()).contains("Ana");
        assertThat(first.authorId()).isPresent();
        assertThat(first.age()).get().satisfies(age -> assertThat(age).isBetween(Duration.ZERO, Duration.ofMinutes(1)));
        Position at = first.position().orElseThrow();
        assertThat(benHears.history()).extracting(message -> message.position().orElseThrow()).isEqualTo(
                IntStream.range(0, 6).mapToObj(i -> new Position(at.epoch(), at.offset() + i)).toList());
        assertThat(benHears.messages()).singleElement()
                .satisfies(
                        message -> assertThat(message.position()).contains(new Position(at.epoch(), at.offset() + 6)));
        assertThat(ben.lobby().send("from Ben").join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void aRoomIsRememberedWhenNobodyIsThere() {
        ChatServer server = start(History.defaults());
        ChatClient ana = ana(server);
        Room dev = ana.join("dev");
        says(dev, 0, 3);
        ana.leave(dev);
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left dev: Left[]"));
        assertThat(server.room(dev.id()).send("to nobody").join())
                .isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_ROOM));
        ben(server).join("dev");
        benHearsOld(numbers(0, 3));
    }

    @Test
    void aClientGetsNoMoreThanItAsksFor() {
        ChatServer server = start(History.defaults());
        says(ana(server).lobby(), 0, 10);
        closing(client(server, "Ben").protocol(Protocol.SESSION).recall(3).listener(benHears).connect());
        benHearsOld(numbers(7, 10));
        ClientLog cleoHears = new ClientLog();
        closing(client(server, "Cleo").protocol(Protocol.SESSION).recall(0).listener(cleoHears).connect());
        stage.eventually(() -> assertThat(cleoHears.story()).containsExactly("lobby: Fresh"));
    }

    @Test
    void noMoreIsRememberedThanIsAllowed() {
        ChatServer server = start(new History(4, Duration.ofHours(1), 10_000));
        Room lobby = ana(server).lobby();
        says(lobby, 0, 10);
        ben(server);
        benHearsOld(numbers(6, 10));
        ClientLog cleoHears = new ClientLog();
        assertThat(lobby.send(Payload.copyOf(new byte[9_000])).join()).isInstanceOf(Delivery.Relayed.class);
        closing(client(server, "Cleo").protocol(Protocol.SESSION).listener(cleoHears).connect());
        stage.eventually(() -> assertThat(cleoHears.history()).extracting(message -> message.content().size())
                .containsExactly(1, 1, 9_000));
    }

    @Test
    void longMessagesOfThePastComeWithoutLossBesideNewOnes() {
        ChatServer server = start(new History(100, Duration.ofHours(1), 4 * 1024 * 1024));
        ChatClient ana = ana(server);
        Room dev = ana.join("dev");
        byte[] longOne = new byte[60_000];
        for (int i = 0; i < 30; i++) {
            longOne[0] = (byte) i;
            assertThat(dev.send(Payload.copyOf(longOne)).join()).isInstanceOf(Delivery.Relayed.class);
        }
        ChatClient ben = ben(server);
        ben.join("dev");
        says(dev, 0, 20);
        stage.eventually(() -> {
            assertThat(benHears.history()).extracting(message -> (int) message.content().asByteBuffer().get(0))
                    .isEqualTo(IntStream.range(0, 30).boxed().toList());
            assertThat(benHears.texts()).isEqualTo(numbers(0, 20));
        });
        assertThat(benHears.story().indexOf("dev: 0")).isEqualTo(32);
    }

    @Test
    void aServerThatRemembersNothingSaysSo() {
        ChatServer server = start(History.none());
        says(ana(server).lobby(), 0, 3);
        ben(server);
        stage.eventually(() -> assertThat(benHears.story()).containsExactly("lobby: Fresh"));
    }

    @Test
    void whatIsStoredIsThereAgainAfterARestart() {
        InMemoryHistory store = new InMemoryHistory();
        InetSocketAddress address;
        try (ChatServer server = server().protocol(Protocol.SESSION).historyStore(store.open()).start()) {
            address = server.localAddress();
            try (ChatClient ana = client(server, "Ana").protocol(Protocol.SESSION).connect()) {
                says(ana.lobby(), 0, 5);
                says(ana.join("dev"), 5, 8);
                assertThat(server.room(RoomId.LOBBY).send("by the server").join()).isInstanceOf(Delivery.Relayed.class);
            }
            closed(server);
        }
        assertThat(store.kept()).hasSize(9);
        ChatServer again = closing(
                server().protocol(Protocol.SESSION).bind(address).historyStore(store.open()).start());
        ChatClient ben = ben(again);
        benHearsOld(List.of("0", "1", "2", "3", "4", "by the server"));
        assertThat(ben.lobby().send("goes on").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.at()).isEqualTo(new Position(
                        benHears.history().getLast().position().orElseThrow().epoch(), 6)));
        ben.join("dev");
        stage.eventually(
                () -> assertThat(benHears.story()).endsWith("dev: Fresh", "dev: old 5", "dev: old 6", "dev: old 7"));
    }

    @Test
    void whatCantBeStoredIsRefusedAndHeardByNobody() {
        InMemoryHistory store = new InMemoryHistory();
        ChatServer server = closing(server().protocol(Protocol.SESSION).historyStore(store.open()).start());
        Room lobby = ana(server).lobby();
        ben(server);
        store.fail("disk full");
        assertThat(lobby.send("lost").join()).isEqualTo(new Delivery.Refused(DropReason.NOT_STORED));
        assertThat(server.room(RoomId.LOBBY).send("lost too").join())
                .isEqualTo(new Delivery.Refused(DropReason.NOT_STORED));
        store.work();
        assertThat(lobby.send("kept").join()).isInstanceOf(Delivery.Relayed.class);
        stage.eventually(() -> {
            assertThat(benHears.texts()).containsExactly("kept");
            assertThat(log.lines()).contains("Ana said kept").doesNotContain("Ana said lost");
        });
        stage.eventually(() -> assertThat(log.drops(DropReason.NOT_STORED)).isPositive());
    }

    @Test
    void aServerDoesNotStartWithoutItsHistory() {
        InMemoryHistory store = new InMemoryHistory();
        store.fail("torn");
        assertThatThrownBy(() -> server().protocol(Protocol.SESSION).historyStore(store.open()).start())
                .isInstanceOf(StartFailedException.class).hasMessageContaining("torn");
        store.work();
        closing(server().protocol(Protocol.SESSION).historyStore(store.open()).start());
    }
}
