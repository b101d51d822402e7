package io.github.udpchat.readme;

import java.util.function.Consumer;

import io.github.udpchat.ChatClient;
import io.github.udpchat.TypedRoom;
import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.Payload;

/** The codec of the README. */
final class PlayExample {

    private PlayExample() {}

    record Move(int x, int y) {}

    static final class MoveCodec implements Codec<Move> {

        @Override
        public Payload encode(Move move) {
            return Payload.utf8(move.x() + "," + move.y());
        }

        @Override
        public Move decode(Payload payload) {
            try {
                String[] numbers = Codec.text().decode(payload).split(",", 2);
                return new Move(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new CodecException("not a move: " + payload, e);
            }
        }
    }

    static void play(ChatClient client, Consumer<Move> board) {
        TypedRoom<Move> game = client.lobby().as(new MoveCodec());
        game.onMessage(message -> board.accept(message.value()));
        game.send(new Move(3, 4));
    }
}
