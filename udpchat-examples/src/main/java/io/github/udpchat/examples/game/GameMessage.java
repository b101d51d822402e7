package io.github.udpchat.examples.game;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import io.github.udpchat.codec.Codec;
import io.github.udpchat.codec.CodecException;
import io.github.udpchat.model.Payload;

/** Shows a codec for records: a sealed type with one record for each kind of message, and their form in bytes. */
sealed interface GameMessage {

    /** Said in the lobby: let us play in that room, in which I am already. The one who is challenged begins. */
    record Challenge(String whom, String room) implements GameMessage {}

    /** Said in the room of a game: my mark goes there. */
    record Move(int cell) implements GameMessage {}

    /** The bytes: 1, name and room; or 2 and the cell. Stateless. */
    enum BytesCodec implements Codec<GameMessage> {
        INSTANCE;

        private static final int CHALLENGE = 1;
        private static final int MOVE = 2;

        @Override
        public Payload encode(GameMessage message) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                switch (message) {
                    case Challenge(String whom, String room) -> {
                        out.writeByte(CHALLENGE);
                        out.writeUTF(whom);
                        out.writeUTF(room);
                    }
                    case Move(int cell) -> {
                        out.writeByte(MOVE);
                        out.writeByte(cell);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Payload.copyOf(bytes.toByteArray());
        }

        /** The bytes can be anything: what is too short, too long or of no kind is no message. */
        @Override
        public GameMessage decode(Payload payload) {
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload.toByteArray()))) {
                GameMessage message = switch (in.readUnsignedByte()) {
                    case CHALLENGE -> new Challenge(in.readUTF(), in.readUTF());
                    case MOVE -> new Move(in.readUnsignedByte());
                    default -> throw new CodecException("of no kind: " + payload);
                };
                if (in.read() != -1) {
                    throw new CodecException("goes on after its end: " + payload);
                }
                return message;
            } catch (IOException e) {
                throw new CodecException("cut off: " + payload, e);
            }
        }
    }
}
