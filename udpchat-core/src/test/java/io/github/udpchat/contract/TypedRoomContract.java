package io.github.udpchat.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.udpchat.ChatClient;
import io.github.udpchat.ChatServer;
import io.github.udpchat.Subscription;
import io.github.udpchat.TypedMessage;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.DropReason;
import io.github.udpchat.model.Payload;
import io.github.udpchat.model.RoomId;
import org.junit.jupiter.api.Test;

/** Rooms in an application's own message type. */
public abstract class TypedRoomContract extends StageTest {

    /** The contract. */
    protected TypedRoomContract() {}

    /** A move of a game. */
    record Move(int x, int y) {}

    /** Writes a move as {@code x,y}. */
    static final class MoveCodec implements Codec<Move> {

        @Override
        public Payload encode(Move move) {
            return Payload.utf8(move.x() + "," + move.y());
        }

        @Override
        public Move decode(Payload payload) {
            String[] parts = Codec.text().decode(payload).split(",", -1);
            if (parts.length != 2) {
                throw new CodecException("a move has two numbers, this has " + parts.length);
            }
            return new Move(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }
    }

    @Test
    void recordTravelsThroughItsCodec() {
        ChatServer server = closing(server().start());
        List<Move> atServer = new CopyOnWriteArrayList<>();
        List<Move> atBen = new CopyOnWriteArrayList<>();
        List<Move> late = new CopyOnWriteArrayList<>();
        List<String> speakers = new CopyOnWriteArrayList<>();
        Subscription subscription = server.room(RoomId.CLASSIC).as(new MoveCodec()).onMessage(move -> {
            speakers.add(move.from().orElseThrow().name());
            atServer.add(move.value());
        });
        ChatClient ana = closing(client(server, "Ana").connect());
        ChatClient ben = closing(
                client(server, "Ben").listener(new MoveCodec(), move -> atBen.add(move.value())).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(2));
        ana.lobby().as(new MoveCodec()).send(new Move(1, -2));
        stage.eventually(() -> assertThat(atBen).containsExactly(new Move(1, -2)));
        ben.lobby().as(new MoveCodec()).onMessage(move -> late.add(move.value()));
        ana.lobby().as(new MoveCodec()).send(new Move(3, 4));
        stage.eventually(() -> assertThat(atServer).containsExactly(new Move(1, -2), new Move(3, 4)));
        stage.eventually(() -> assertThat(late).containsExactly(new Move(3, 4)));
        assertThat(atBen).containsExactly(new Move(1, -2), new Move(3, 4));
        assertThat(speakers).containsExactly("Ana", "Ana");
        subscription.cancel();
        subscription.cancel();
        ana.lobby().as(new MoveCodec()).send(new Move(5, 6));
        stage.eventually(() -> assertThat(atBen).hasSize(3));
        stage.eventually(() -> assertThat(log.lines()).contains("Ana said [Ana]->5,6"));
        server.close();
        assertThat(atServer).hasSize(2);
    }

    @Test
    void whatTheCodecCannotReadIsCountedReportedAndSkipped() {
        ChatServer server = closing(server().start());
        ClientLog hears = new ClientLog();
        List<TypedMessage<Move>> moves = new CopyOnWriteArrayList<>();
        closing(client(server, "Ben").listener(hears).listener(new MoveCodec(), moves::add).connect());
        stage.eventually(() -> assertThat(server.peers()).hasSize(1));
        RawPeer ana = registered(server, "Ana");
        ana.send(server.localAddress(), "[Ana]->not a move");
        ana.send(server.localAddress(), "[Ana]->x,y");
        ana.send(server.localAddress(), "[Ana]->5,6");
        stage.eventually(() -> assertThat(moves).extracting(TypedMessage::value).containsExactly(new Move(5, 6)));
        assertThat(moves.get(0).message().author()).contains("Ana");
        assertThat(hears.texts()).hasSize(3);
        stage.eventually(() -> assertThat(hears.errors()).hasExactlyElementsOfTypes(NumberFormatException.class));
        stage.eventually(() -> assertThat(hears.drops(DropReason.UNDECODABLE)).isEqualTo(2));
    }

    @Test
    void contentThatIsNotUtf8IsRefusedAtOnce() {
        ChatServer server = closing(server().start());
        ChatClient ana = closing(client(server, "Ana").connect());
        Payload notText = Payload.copyOf(new byte[] {(byte) 0xff, 0});
        assertThatThrownBy(() -> ana.lobby().send(notText))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ff00");
        assertThatThrownBy(() -> server.room(RoomId.CLASSIC).send(notText))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.room(new RoomId("dev")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dev");
    }
}
