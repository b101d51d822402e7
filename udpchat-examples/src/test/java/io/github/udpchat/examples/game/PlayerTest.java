package io.github.udpchat.examples.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Room;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.examples.game.GameMessage.BytesCodec;
import io.github.udpchat.examples.game.GameMessage.Challenge;
import io.github.udpchat.examples.game.GameMessage.Move;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.simulation.LinkRule;
import io.github.udpchat.simulation.SimulatedNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole games, on a network that loses a fifth of all datagrams. */
class PlayerTest {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final SimulatedNetwork net = SimulatedNetwork.seeded(1);
    private ChatClient anaClient;
    private Player ana;
    private Player ben;

    @BeforeEach
    void sitDown() {
        net.rule(LinkRule.loss(0.2));
        ChatServer.builder().network(net).start();
        anaClient = client("Ana");
        ana = new Player(anaClient);
        ben = new Player(client("Ben"));
    }

    @AfterEach
    void endTheSimulation() {
        net.close();
    }

    private ChatClient client(String name) {
        return ChatClient.builder().network(net).name(name).connect();
    }

    private void play(Player player, String room, int cell) {
        assertThat(net.advanceUntil(() -> player.isMyTurn(room), SOON)).as("it is the player's turn").isTrue();
        assertThat(player.play(room, cell)).as("cell %d may be taken", cell).isTrue();
    }

    @Test
    void whoIsChallengedBeginsAndBothSeeWhoWins() {
        ana.challenge("Ben", "game-1");
        play(ben, "game-1", 4);
        play(ana, "game-1", 0);
        play(ben, "game-1", 2);
        play(ana, "game-1", 1);
        play(ben, "game-1", 6);
        assertThat(net.advanceUntil(() -> ana.hasLost("game-1"), SOON)).isTrue();
        assertThat(ben.hasWon("game-1")).isTrue();
        assertThat(ana.play("game-1", 8)).as("a move after the end").isFalse();
        assertThat(List.of(ana.illegalMoves(), ben.illegalMoves())).containsExactly(0, 0);
    }

    @Test
    void gamesInSeveralRoomsDoNotTouchEachOther() {
        Player cid = new Player(client("Cid"));
        ana.challenge("Ben", "game-1");
        cid.challenge("Ana", "game-2");
        play(ben, "game-1", 0);
        play(ana, "game-2", 0);
        play(ana, "game-1", 1);
        play(cid, "game-2", 1);
        assertThat(net.advanceUntil(() -> ben.isMyTurn("game-1") && ana.isMyTurn("game-2"), SOON)).isTrue();
        ben.leave("game-1");
        assertThat(ben.play("game-1", 2)).as("a move of somebody who has left").isFalse();
        assertThat(ana.play("game-2", 2)).as("the other game goes on").isTrue();
    }

    @Test
    void movesOfOthersAndIllegalOnesAreCountedAndChangeNothing() {
        ChatClient mallory = client("Mallory");
        ana.challenge("Ben", "game-1");
        play(ben, "game-1", 4);
        play(ana, "game-1", 0);
        assertThat(net.advanceUntil(() -> ben.isMyTurn("game-1"), SOON)).isTrue();

        Room room = mallory.join("game-1");
        room.as(BytesCodec.INSTANCE).send(new Move(8));
        room.send("I play 8");
        assertThat(net.advanceUntil(() -> ana.illegalMoves() == 1, SOON)).as("not the opponent").isTrue();
        assertThat(net.advanceUntil(() -> drops(anaClient) == 1, SOON)).as("not a message").isTrue();

        assertThat(ben.play("game-1", 0)).as("a cell that is taken").isFalse();
        play(ben, "game-1", 8);
        assertThat(net.advanceUntil(() -> ana.isMyTurn("game-1"), SOON)).as("cell 8 was free").isTrue();
    }

    private static long drops(ChatClient client) {
        return client.stats().traffic().drops(DropReason.UNDECODABLE);
    }

    @Test
    void anOpponentWhoCheatsIsNotHeeded() {
        ChatClient cheat = client("Cheat");
        ana.challenge("Cheat", "game-1");
        Room room = cheat.join("game-1");
        room.as(BytesCodec.INSTANCE).send(new Move(0));
        room.as(BytesCodec.INSTANCE).send(new Move(1));
        room.as(BytesCodec.INSTANCE).send(new Move(200));
        assertThat(net.advanceUntil(() -> ana.illegalMoves() == 2, SOON)).isTrue();
        assertThat(ana.isMyTurn("game-1")).isTrue();
        assertThat(ana.play("game-1", 1)).isTrue();
    }

    @Test
    void challengesAreBounded() {
        ChatClient mallory = client("Mallory");
        for (int i = 0; i < 20; i++) {
            mallory.lobby().as(BytesCodec.INSTANCE).send(new Challenge("Ana", "game-" + i));
        }
        mallory.lobby().as(BytesCodec.INSTANCE).send(new Challenge("Ana", "lobby"));
        net.advance(SOON);
        assertThat(IntStream.range(0, 20).filter(i -> ana.isMyTurn("game-" + i)).count()).isEqualTo(8);
        assertThat(ana.isMyTurn("lobby")).isFalse();
    }

    @Test
    void bytesThatAreNoMessageAreSaidToBeNone() {
        for (Payload bytes : List.of(Payload.EMPTY, Payload.utf8("hello"), Payload.copyOf(new byte[] {2}),
                Payload.copyOf(new byte[] {2, 1, 1}), Payload.copyOf(new byte[] {1, 0, 9, 'B'}))) {
            assertThatThrownBy(() -> BytesCodec.INSTANCE.decode(bytes)).isInstanceOf(CodecException.class);
        }
        for (GameMessage message : List.of(new Challenge("Bén", "game-1"), new Move(8))) {
            assertThat(BytesCodec.INSTANCE.decode(BytesCodec.INSTANCE.encode(message))).isEqualTo(message);
        }
    }
}
