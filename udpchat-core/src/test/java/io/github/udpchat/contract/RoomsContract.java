package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.JoinFailedException;
import io.github.udpchat.Room;
import io.github.udpchat.TypedRoom;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.model.ChatMessage;
import io.github.udpchat.model.Delivery;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Protocol;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms on the session protocol: PROTOCOL.md, section 2.15. */
public abstract class RoomsContract extends StageTest {

    private final ClientLog anaHears = new ClientLog();
    private final ClientLog benHears = new ClientLog();
    private ChatServer server;
    private ChatClient ana;
    private ChatClient ben;

    /** The contract. */
    protected RoomsContract() {}

    @BeforeEach
    void twoMembers() {
        server = closing(server().protocol(Protocol.SESSION).start());
        ana = closing(client(server, "Ana").protocol(Protocol.SESSION).listener(anaHears).connect());
        ben = closing(client(server, "Ben").protocol(Protocol.SESSION).listener(benHears).connect());
    }

    @Test
    void whatIsSaidInARoomIsHeardThereAndNowhereElse() {
        List<ChatMessage> inDev = new CopyOnWriteArrayList<>();
        Room dev = ana.join("dev");
        ben.join("dev", inDev::add);
        ClientLog cleoHears = new ClientLog();
        closing(client(server, "Cleo").protocol(Protocol.SESSION).listener(cleoHears).connect());
        assertThat(dev.send("in dev").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isEqualTo(1));
        assertThat(ana.lobby().send("in the lobby").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isEqualTo(2));
        stage.eventually(() -> {
            assertThat(benHears.texts()).containsExactlyInAnyOrder("in dev", "in the lobby");
            assertThat(inDev).extracting(ChatMessage::text).containsExactly("in dev");
            assertThat(cleoHears.texts()).containsExactly("in the lobby");
        });
        assertThat(inDev).extracting(ChatMessage::room).containsExactly(new RoomId("dev"));
        stage.eventually(
                () -> assertThat(log.lines()).contains("Ana joined dev", "Ben joined dev", "Ana said in dev"));
    }

    @Test
    void aRoomIsUsedInManyWaysAtOnce() {
        Room dev = ana.join("dev");
        Room ops = ana.join("ops");
        Room devOfBen = ben.join("dev");
        List<String> typed = new CopyOnWriteArrayList<>();
        TypedRoom<String> view = devOfBen.as(Codec.text());
        view.onMessage(message -> typed.add(message.value()));
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(dev.send("dev " + i));
            outcomes.add(ops.send("ops " + i));
        }
        stage.eventually(() -> assertThat(typed).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "dev " + i).toList()));
        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Delivery.Relayed.class));
    }

    @Test
    void aRoomThatIsJoinedTwiceIsTheSameRoom() {
        Room dev = ana.join("dev");
        assertThat(ana.join("dev")).isEqualTo(dev).hasSameHashCodeAs(dev).hasToString("Room[dev]");
        assertThat(ben.join("dev")).as("another client's").isNotEqualTo(dev);
        assertThat(ana.lobby()).isNotEqualTo(dev);
    }

    @Test
    void theServerSpeaksInARoomThatThereIs() {
        assertThat(server.room(new RoomId("dev")).send("anybody?").join())
                .isEqualTo(new Delivery.Refused(DropReason.NO_SUCH_ROOM));
        ana.join("dev");
        assertThat(server.room(new RoomId("dev")).send("welcome").join())
                .isInstanceOfSatisfying(Delivery.Relayed.class,
                        relayed -> assertThat(relayed.recipients()).isEqualTo(1));
        stage.eventually(() -> assertThat(anaHears.texts()).containsExactly("welcome"));
        assertThatThrownBy(() -> server.room(RoomId.CLASSIC)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classic");
    }

    @Test
    void whoHasLeftARoomHearsAndSaysNothingThere() {
        Room dev = ana.join("dev");
        Room devOfBen = ben.join("dev");
        CompletableFuture<Delivery> before = dev.send("before");
        ana.leave(dev);
        assertThat(before.join()).isInstanceOfAny(Delivery.Relayed.class, Delivery.Refused.class);
        assertThat(dev.send("after").join()).isEqualTo(new Delivery.Refused(DropReason.NOT_A_MEMBER));
        stage.eventually(() -> assertThat(log.lines()).contains("Ana left dev: Left[]"));
        assertThat(devOfBen.send("to nobody").join()).isInstanceOfSatisfying(Delivery.Relayed.class,
                relayed -> assertThat(relayed.recipients()).isZero());
        Room again = ana.join("dev");
        assertThat(again.send("here again").join()).isInstanceOf(Delivery.Relayed.class);
        stage.eventually(() -> assertThat(benHears.texts()).endsWith("here again"));
        assertThat(anaHears.texts()).isEmpty();
    }

    @Test
    void allRoomsAreLeftWithTheServer() {
        ana.join("dev");
        ana.join("ops");
        ana.close();
        stage.eventually(() -> assertThat(log.lines()).containsSubsequence(
                "Ana left ops: Left[]", "Ana left dev: Left[]", "Ana left lobby: Left[]"));
    }

    @Test
    void joiningAgainWhereOneIsAndJoiningTheLobbyMeanNothing() {
        Room dev = ana.join("dev");
        assertThat(ana.join("dev").id()).isEqualTo(dev.id());
        assertThat(ana.join("lobby").id()).isEqualTo(RoomId.LOBBY);
        stage.eventually(() -> assertThat(log.lines().stream().filter("Ana joined dev"::equals)).hasSize(1));
    }

    @Test
    void sixtyFourRoomsAreEnough() {
        Room last = ana.lobby();
        for (int i = 1; i < 64; i++) {
            last = ana.join("room " + i);
        }
        JoinFailedException failed = catchThrowableOfType(JoinFailedException.class, () -> ana.join("one more"));
        assertThat(failed.reason()).isEqualTo(DropReason.TOO_MANY_ROOMS);
        ana.leave(last);
        assertThat(ana.join("one more").send("swapped").join()).isInstanceOf(Delivery.Relayed.class);
    }

    @Test
    void aRoomHasANameOrDoesNotExist() {
        assertThat(catchThrowableOfType(JoinFailedException.class, () -> ana.join("classic")).reason())
                .isEqualTo(DropReason.ROOM_NOT_ALLOWED);
        assertThatThrownBy(() -> ana.join("")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room name");
        assertThatThrownBy(() -> ana.join("de\u200Bv")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ana.join("dеv")).as("a Cyrillic letter").isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ana.leave(ana.lobby())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lobby");
    }

    @Test
    void aClientThatIsClosedGetsIntoNoRoom() {
        ana.close();
        assertThat(catchThrowableOfType(JoinFailedException.class, () -> ana.join("dev")).reason())
                .isEqualTo(DropReason.CLOSED);
    }
}
